<?xml version="1.0" encoding="UTF-8"?>
<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">
  <psc:chapter start="00:00:00.000" title="Einleitung"/>
  <psc:chapter start="00:00:03.900" title="Größe &amp; &lt;Maß&gt;" href="https://example.org/a?b=1&amp;c=ü" image="https://example.org/show/gro%C3%9Fe%20folge/kapitel%202.jpg"/>
  <psc:chapter start="00:00:27.500" title="中文; #1 = \"/>
</psc:chapters>
