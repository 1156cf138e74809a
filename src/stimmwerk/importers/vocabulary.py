"""Words by which texts are judged, in German, English, French, Spanish and Chinese; all case folded."""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


#: The commonest words of each language that the others do not have, or have less.
COMMON = {
    "de": _words(
        "der die das und ist nicht ein eine zu den mit von dem sich auf für als auch es ich wir sie dass wie aber"
    ),
    "en": _words("the of and to is that it was for on are with as you this be at have not but they what we from"),
    "fr": _words("le les des et est que une dans pour qui pas sur avec ce il nous vous mais au je plus sont cette"),
    "es": _words("el los las que y en una por con para es se del no lo más pero como su yo muy está son"),
    "it": _words(
        "il gli di che è e non una per con mi si sono ma come anche più del della nel questo ho lei perché cosa ha chi",
        "quando sempre così",
    ),
    "pt": _words(
        "o os não que é em uma por com para se do da no na mais mas como eu muito são você isso ele porque",
        "quando sempre",
    ),
    "nl": _words("de het een en van ik niet dat is zijn op met voor maar ook wij je er naar dan hebben wat om omdat"),
    "pl": _words("nie się na to że jest i z do w jak ale co tak już po dla czy od jego przez ja pan pani są"),
    "tr": _words(
        "ve bir bu da de için ne çok ama mi mı ben sen o daha gibi olarak var yok değil ile kadar sonra nasıl"
    ),
    "sv": _words("och att det är jag som inte en på för med har vi om av till ett men var så kan den"),
    "ru": _words("и в не на что я с это как он но а по у так мы из же вы то за от есть было к"),
}

#: The narrator's label, where one must be given.
NARRATORS = {"de": "Erzähler", "en": "Narrator", "fr": "Narrateur", "es": "Narrador", "zh": "旁白"}

#: Labels for questions and answers that have none.
QUESTION_AND_ANSWER = {
    "de": ("Frage", "Antwort"),
    "en": ("Question", "Answer"),
    "fr": ("Question", "Réponse"),
    "es": ("Pregunta", "Respuesta"),
    "zh": ("问", "答"),
    "it": ("Domanda", "Risposta"),
    "pt": ("Pergunta", "Resposta"),
    "nl": ("Vraag", "Antwoord"),
    "pl": ("Pytanie", "Odpowiedź"),
    "sv": ("Fråga", "Svar"),
    "tr": ("Soru", "Cevap"),
    "ru": ("Вопрос", "Ответ"),
    "ja": ("質問", "回答"),
    "ko": ("질문", "답변"),
    "ar": ("سؤال", "جواب"),
    "he": ("שאלה", "תשובה"),
    "hi": ("प्रश्न", "उत्तर"),
}

#: Words that stand inside names without a capital.
JOINING = _words(
    "- – — & und and et y e of von van vom zu zur de der den des du di da do dos das la las le les el los al",
    "bin ibn",
    "für for in im am bei beim the à au aux d l ten ter del",
)

#: First words of phrases that announce something and name nobody.
NO_FIRST_WORD = _words(
    "der die das ein eine einer eines mein meine unser unsere dies diese dieser dieses es er sie wir ich man",
    "aber und",
    "oder auch nur noch dann doch so hier da wie was wer wenn warum mit für im in am zum zur bei nach als",
    "kein keine",
    "the a an my our this that these those it he she we i you they but and or so here there what who when",
    "why how if",
    "in on at for with no not yes as to of from by le la les un une mon ma ce cette il elle nous je mais et",
    "ou el los",
    "las una mi este esta esto pero y por para con en que qué cómo pour avec dans par que qui",
)

#: Words before a colon that announce a thing, not a speaker.
ANNOUNCING = _words(
    "anwesend anwesende abwesend entschuldigt beschluss beschlüsse personen protokollführung",
    "absent apologies panelists panellists attending minutes resolution résolution acuerdo présents asistentes",
    "tel fax nr bsp abb vgl timestamp todo",
    "achtung anm anmerkung abbildung adresse aktenzeichen anlass anlage anlagen autor autorin beginn",
    "beispiel bemerkung",
    "betreff bild bildunterschrift dauer datum einladung ende ergebnis fakt fazit foto fotos fragen genre",
    "hintergrund",
    "hinweis info infos inhalt jahr kapitel kommentar kontakt kurzfassung lesetipp länge link links lösung",
    "merke",
    "nachteil nachtrag ort ort/datum problem protokoll quelle quellen red redaktion resultat sendung stand",
    "stichwort",
    "schluss unterbrechung sitzungsbeginn sitzungsende",
    "tagesordnung teil text thema themen tipp titel tops transkript transkription update uhrzeit untertitel",
    "veröffentlicht vorbemerkung vorteil warnung wichtig zeit zeitpunkt ziel ziele zitat zusammenfassung",
    "zutaten",
    "agenda objective objectives purpose",
    "ayes noes tellers",
    "attachment attendees attention author authors background caption category conclusion contact context",
    "copyright",
    "credits date disclaimer download duration edited episode example fact figure file format goal goals",
    "guests",
    "image interviewees isbn keywords length license location media note notes participants photo photos",
    "place",
    "present produced published questions quote recorded recording references reminder resources result",
    "series",
    "solution source sources sponsor sponsors status subject subtitle summary tags time timestamps tip title",
    "topic",
    "topics transcribed transcript transcription translated updated url version video warning web website",
    "objectif objectifs",
    "auteur chapitre conclusion contexte crédits durée exemple invités légende lieu mots-clés objet",
    "participants",
    "photographie remarque résumé sommaire sujet thème titre transcription",
    "objetivo objetivos",
    "asunto autor autora capítulo conclusión conclusiones contacto contexto duración ejemplo enlaces fecha",
    "foto",
    "fuente hora lugar nota notas participantes resumen tema temas transcripción título",
)

#: Those of them that are parts in scripts for the radio.
WRITERS = _words("autor autorin author auteur autrice autora")

#: Words before the colons of lists of other things than turns: of changes, of reasons, of trials.
LISTED = _words(
    "fix fixed fixes feature features added changed removed deprecated docs bug bugfix breaking",
    "pro contra con pros cons vorher nachher früher heute before after then now input output expected actual neu alt",
    "new old avant après",
    "antes después",
)

#: Those of them that say what a conversation came to: no note that is left out.
OUTCOMES = _words("beschluss beschlüsse ergebnis abstimmung resolution résolution acuerdo result")

#: Papers whose names, in capitals, announce nothing.
PAPERS = _words("zeit bild stand welt focus time stern standard")

#: The same in Chinese, for whole labels.
ANNOUNCING_CJK = _words(
    "注 注意 备注 提示 时间 地点 日期 来源 标题 主题 摘要 简介 编辑 作者 责编 责任编辑 原标题 关键词",
    "例如 比如 结论 总结 目录 说明 链接 附",
    "图片 图 图片来源 转载 声明 版权 导语 编者按 编者注 前言 简历 问题 背景 发布时间 采访时间 采访地点 采访 專訪 专访",
    "翻译 校对 整理 文 摄影 監製",
    "註 出席 缺席 列席 出席議員 缺席議員 出席者 缺席者 列席秘書 列席者 出席政府官員 附件 附錄",
    "時間 地點 來源 標題 主題 簡介 編輯 關鍵詞 結論 總結 目錄 說明 原標題 圖 整理 記錄 记录",
)

#: What a Chinese phrase before a colon ends with that tells of speaking, or holds, and no name does.
SAYING_CJK = (
    "说", "說", "道", "表示", "指出", "认为", "認為", "强调", "強調", "写道", "写到", "称", "如下", "包括",
    "看到", "即",
)  # fmt: skip
NO_NAME_CJK = frozenset("的了已是这這那我你您他她它吗嗎呢吧就也都很")

#: Words that name a part in a conversation rather than a person; a number or a letter may follow.
ROLES = _words(
    "frage fragen antwort interviewer interviewerin interviewte interviewter befragte befragter moderator",
    "moderatorin",
    "moderation host gast gäste gastgeber gastgeberin sprecher sprecherin publikum zuschauer zuschauerin",
    "zuhörer",
    "zuhörerin zuruf stimme erzähler erzählerin reporter reporterin journalist journalistin redaktion off",
    "person",
    "teilnehmer teilnehmerin schüler schülerin student studentin lehrer lehrerin alle unbekannt zeuge zeugin",
    "question answer q a f p r s i b e co-host cohost guest speaker audience narrator announcer chair",
    "chairman",
    "chairwoman chairperson clerk court witness operator analyst unknown unidentified male female voice man",
    "woman",
    "participant respondent interviewee teacher all both everyone everybody caller facilitator panelist",
    "presenter",
    "anchor correspondent staff commissioner mayor counsel reporters press kid child team user assistant",
    "system int",
    "réponse intervieweur intervieweuse journaliste animateur animatrice invité invitée intervenant",
    "intervenante",
    "présentateur présentatrice modérateur modératrice public voix narrateur narratrice tous locuteur",
    "locutrice",
    "pregunta respuesta entrevistador entrevistadora entrevistado entrevistada moderadora periodista",
    "periodistas",
    "presentador presentadora conductor conductora locutor locutora invitado invitada público narrador",
    "narradora",
    "todos todas interlocutor interlocutora orador oradora hablante voz preg resp",
    "président présidente presidente presidenta president präsident präsidentin vizepräsident",
    "vizepräsidentin",
    "vorsitzender vorsitzende vorsitz ministerpräsident ministerpräsidentin kanzler kanzlerin bundeskanzler",
    "bundeskanzlerin minister ministerin ministre ministro ministra secretary secretario secretaria",
    "secretaire",
    "secrétaire rapporteur rapporteure ponente portavoz premier prime attorney prosecutor defendant defense",
    "judge",
    "voorzitter presentator presentatrice verslaggever verslaggeefster gast vraag antwoord",
    "intervistatore intervistatrice conduttore conduttrice giornalista ospite domanda risposta moderatore moderatrice",
    "apresentador apresentadora jornalista convidado convidada pergunta resposta prowadzący prowadząca redakcja",
    "ведущий ведущая корреспондент вопрос ответ гость",
    "diputado diputada député députée senador senadora sénateur sénatrice senator alcalde alcaldesa maire",
)
#: Offices behind Chinese names.
TITLES_CJK = (
    "議員",
    "议员",
    "局長",
    "局长",
    "司長",
    "司长",
    "部長",
    "部长",
    "先生",
    "女士",
    "教授",
    "主任",
    "委員",
    "委员",
)
ROLES_CJK = _words(
    "问 答 問 主持人 记者 記者 嘉宾 嘉賓 观众 觀眾 网友 網友 提问 提問 回答 旁白 主播 发言人 發言人 听众",
    "聽眾 采访者 採訪者 受访者 受訪者",
    "学生 學生 老师 老師 众人 眾人 编导 現場 现场 男 女 甲 乙 丙 丁 同学 同學 女士 先生",
)

#: Words of address, office and degree before or inside a name.
TITLES = _words(
    "dr prof professor professorin herr frau mr mrs ms miss mx sir dame lord lady m mme mlle mm me maître",
    "señor señora",
    "sr sra srta don doña dña rev sen rep gov hon capt col gen sgt lt senator representative governor judge",
    "justice",
    "doctor doctora abg abgeordneter abgeordnete parl staatssekretär staatssekretärin staatsminister",
    "staatsministerin",
    "bundesminister bundesministerin minister ministerin ministre ministro ministra präsident präsidentin",
    "vizepräsident vizepräsidentin alterspräsident alterspräsidentin vorsitzender vorsitzende president vice",
    "chairman",
    "chairwoman chair commissioner councillor councilmember councilman councilwoman mayor secretary",
    "ambassador",
    "général colonel monsieur madame monseigneur docteur docteure président présidente presidente presidenta",
    "vicepresidente vicepresidenta diputado diputada senador senadora general captain sheriff officer",
    "attorney",
    "mevrouw heer meneer dhr mevr onorevole sig signor signora signore dott avv senhor senhora",
    "herrn med phil jur rer nat h c habil ing dipl mag phd md jr secretario secretaria lic ing arq",
)
MALE = _words("herr mr m señor sr don sir monsieur lord herrn")
FEMALE = _words("frau mrs ms miss mme mlle madame señora sra srta doña dña dame lady")

#: Words of stage directions: who is named by them does nothing but make a sound.
STAGE = _words(
    "applaus beifall heiterkeit gelächter lachen lacht lachend lächelt schmunzelt schmunzeln grinst weint",
    "schluchzt",
    "seufzt seufzen räuspert räuspern hustet husten schweigt schweigen musik jingle werbung werbepause",
    "werbeblock",
    "omitted ausgeschlossen omis omitido sfx fx atmo",
    "applausi ilarità risate ridono sorride gelach risos palmas oklaski śmiech аплодисменты смех смеётся",
    "einspieler unverständlich unv zwischenruf zwischenrufe zuruf zurufe unruhe klatscht klatschen nickt zögert",
    "flüstert",
    "zustimmung widerspruch bravorufe pfuirufe buhruf hochrufe",
    "gegenrufe gegenruf glocke kichert pfiffe buhrufe wortlos durcheinander gähnt stöhnt",
    "interruption interruptions",
    "applause laughter laughs laugh laughing laughed chuckles chuckle chuckling giggles giggle giggling",
    "crosstalk",
    "inaudible unintelligible indiscernible music sighs sigh sighing coughs cough coughing pause pauses",
    "paused silence",
    "cheers cheering crying cries sobs sobbing whispers whispering gasps gasp clapping claps advertisement",
    "commercial",
    "noise beep bleep snorts groans exhales inhales sniffles booing boos recess smiles smiling grins nods",
    "shrugs",
    "overlapping interposing theme outro intro ad ads",
    "applaudissements rires rire rit sourire sourit sourires musique inaudible soupir soupire protestations",
    "exclamations brouhaha huées publicité mouvements silence inaudibles",
    "aplausos risas ríe rie ríen rien risa música musica ininteligible silencio suspira suspiro murmullos",
    "protestas rumores",
    "publicidad abucheos carcajadas sonríe sonrie pausa asiente",
)
#: What an audience does; nothing that anybody says in brackets begins with it.
REACTIONS = _words(
    "applaus beifall heiterkeit gelächter zustimmung widerspruch",
    "zuruf zurufe zwischenruf zwischenrufe gegenruf gegenrufe unruhe",
    "applause laughter crosstalk applaudissements rires sourires protestations exclamations mouvements huées",
    "aplausos risas rumores murmullos protestas",
)
STAGE_CJK = (
    "笑", "掌声", "掌聲", "鼓掌", "音乐", "音樂", "沉默", "停顿", "停頓", "听不清", "聽不清", "咳嗽", "叹气", "嘆氣",
    "广告", "廣告",
    "哽咽", "欢呼", "歡呼", "点头", "點頭", "流泪", "流淚",
)  # fmt: skip

#: Words that a number follows in headings: ``Kapitel 3: ...``.
PARTS = _words(
    "kapitel teil thema abschnitt folge chapter part section topic episode chapitre partie parte capítulo",
    "division clause amendment schedule abstimmung scrutin votación",
    "top tagesordnungspunkt panel akt szene scene act acte scène acto escena",
)

#: Words of navigation on the pages of newspapers and magazines.
SITE = _words(
    "startseite home artikel article articles news nachrichten menü menu suche search anmelden login log in",
    "sign",
    "abonnieren subscribe teilen share drucken print newsletter kommentare comments weiterlesen merken",
    "folgen follow",
    "accueil inicio blog podcast interview interviews zurück back top",
)

#: Name of a month -> its number.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            _words("januar jänner january janvier enero jan gennaio janeiro januari stycznia января ocak"),
            _words("februar february février febrero feb febbraio fevereiro februari lutego февраля şubat"),
            _words("märz march mars marzo mar mär março maart marca марта mart"),
            _words("april avril abril apr aprile kwietnia апреля nisan"),
            _words("mai may mayo maggio maio mei maj maja мая mayıs"),
            _words("juni june juin junio jun giugno junho czerwca июня haziran"),
            _words("juli july juillet julio jul luglio julho lipca июля temmuz"),
            _words("august août agosto aug augustus augusti sierpnia августа ağustos"),
            _words("september septembre septiembre sep sept settembre setembro września сентября eylül"),
            _words("oktober october octobre octubre okt oct ottobre outubro października октября ekim"),
            _words("november novembre noviembre nov novembro listopada ноября kasım"),
            _words("dezember december décembre diciembre dez dec dicembre dezembro grudnia декабря aralık"),
        ),
        1,
    )
    for name in names
}

#: Labels for voices that change without a name.
VOICES = {"de": "Stimme", "en": "Voice", "fr": "Voix", "es": "Voz", "zh": "声音"}

#: Headings of parts of a page that are not of the conversation.
CHROME_HEADINGS = frozenset(
    (
        "links", "shownotes", "show notes", "show links", "episode links", "references", "resources", "related",
        "further reading", "credits", "footnotes", "newsletter", "subscribe", "follow us", "table of contents",
        "contents", "toc", "sponsors", "sponsor", "timestamps", "chapters", "outline", "tags", "comments", "share",
        "related episodes", "related posts", "inhaltsverzeichnis", "inhalt", "weiterführende links", "kapitelmarken",
        "kommentare", "teilen", "quellen", "fußnoten", "mehr zum thema", "liens", "références", "sommaire", "enlaces",
        "referencias", "índice", "目录", "链接", "参考资料", "相关阅读", "相关链接",
    )
)  # fmt: skip

#: Labels that nobody speaks behind: they say what is heard in between.
MARKERS = frozenset(
    (
        "break", "ad", "ads", "ad break", "jingle", "music", "intro", "outro", "theme", "theme music", "intro music",
        "outro music", "sponsor", "sponsors", "sponsor break", "commercial", "commercial break", "advertisement",
        "werbung", "werbepause", "anzeige", "musik", "titelmusik", "einspieler", "pause", "publicité", "musique",
        "générique", "publicidad", "música", "sintonía", "广告", "音乐", "片头", "片尾",
    )
)  # fmt: skip

#: Labels of questions, and the labels of their answers.
QUESTIONS = _words(
    "q frage f question pregunta p preg vraag domanda d pergunta вопрос pytanie fråga soru 質問 질문 문",
    "س سؤال שאלה प्रश्न सवाल 问 問 提问 提問",
)
ANSWERS = _words(
    "a antwort answer réponse respuesta r resp antwoord risposta resposta ответ odpowiedź svar cevap 답",
    "답변 ج جواب תשובה उत्तर जवाब 答 回答",
)
