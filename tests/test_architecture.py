"""The house keeps its floors: who may import whom, what the lower floors do without, and how long a module may be."""

import ast
import functools
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "stimmwerk"

#: From the ground up.  A name stands for a module or for all modules of a folder.
FLOORS = (
    ("stimmwerk", "errors", "units", "settings", "digests", "packed"),
    (
        "script",
        "casting",
        "speech",
        "timeline",
        "arrangement",
        "palette",
        "presets",
        "showfile",
        "speeds",
        "formats",
        "feedfile",
        "textchecks",
        "opening",
    ),
    ("signal",),
    (
        "files",
        "folders",
        "program",
        "show",
        "shipped",
        "lexicons",
        "sounds",
        "soundends",
        "assets",
        "manifest",
        "store",
        "entry",
        "processes",
        "scratch",
        "importers",
        "engines",
        "mp3",
        "id3",
        "exports",
        "coded",
        "tape",
        "pruning",
    ),
    (
        "plan",
        "inspection",
        "artwork",
        "tuning",
        "memo",
        "receipt",
        "takes",
        "speaking",
        "levels",
        "castlikeness",
        "rehearsal",
        "audition",
        "suggestion",
        "master",
        "settled",
        "records",
        "publishing",
        "delivery",
        "catalogue",
        "freshness",
        "listing",
        "serving",
        "syndication",
        "produce",
        "verify",
        "reporter",
        "sample",
        "pronouncing",
        "wordlist",
        "starter",
        "encoding",
        "companions",
        "masters",
        "session",
        "recording",
        "aside",
        "scribe",
        "asking",
        "reviewing",
        "costs",
        "linechanges",
        "staleness",
        "stopwatch",
        "forecast",
    ),
    ("cli", "__main__"),
)

#: The highest floor that touches no file, clock, environment or chance.
PURE = 2

IMPURE = {
    "glob", "io", "locale", "logging", "multiprocessing", "os", "pathlib", "platform", "random", "secrets", "shutil",
    "signal", "socket", "subprocess", "sys", "tempfile", "threading", "time", "uuid", "warnings",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow"}
LONGEST = 400
MAY_PRINT = ("cli", "reporter")
DEFINITION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def module_name(path):
    parts = ("stimmwerk", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


@functools.cache
def tree(module):
    return ast.parse(MODULES[module].read_text("utf-8"))


def room(module):
    """The first part of a module's name below the package: what the floors list."""
    return module.split(".")[1] if "." in module else module


def floor(module):
    found = [number for number, rooms in enumerate(FLOORS) if room(module) in rooms]
    return found[0] if found else None


def imports(module):
    """(line, full name) of everything that a module imports, anywhere in it."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively; write the full name"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield node.lineno, inner if inner in MODULES else node.module


def own_imports(module):
    return [(line, name) for line, name in imports(module) if name.split(".")[0] == "stimmwerk"]


def names_called(module):
    """(line, name) of every call: ``print`` and, of ``a.b.c()``, ``c``."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.lineno, node.func.id if isinstance(node.func, ast.Name) else node.func.attr


def public(node):
    """Public functions and classes, and public methods of public classes; not what stands inside functions."""
    for child in node.body:
        if isinstance(child, DEFINITION) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


def test_the_modules_are_found():
    assert len(MODULES) > 80
    assert {"stimmwerk", "stimmwerk.errors", "stimmwerk.script.model", "stimmwerk.cli"} <= MODULES.keys()


def test_every_module_has_a_floor():
    homeless = [module for module in MODULES if floor(module) is None]
    assert not homeless, (
        f"{', '.join(homeless)}: on no floor. Decide what each may know of, and add the name of the module, or of its "
        "folder, to FLOORS: as low as it can stand without importing from above."
    )


def test_no_room_is_listed_twice_or_left_over():
    listed = [name for rooms in FLOORS for name in rooms]
    assert len(listed) == len(set(listed))
    assert set(listed) == {room(module) for module in MODULES}


def test_a_module_imports_from_its_floor_or_below():
    above = [
        f"{module}:{line} (floor {floor(module)}) imports {name} (floor {floor(name)})"
        for module in MODULES
        for line, name in own_imports(module)
        if None not in (floor(module), floor(name)) and floor(name) > floor(module)
    ]
    assert above == []


def test_what_is_imported_of_ours_exists():
    assert [(module, name) for module in MODULES for _, name in own_imports(module) if name not in MODULES] == []


def circles(graph):
    """Every group of modules that reach each other (Tarjan)."""
    order, low, stack, found = {}, {}, [], []

    def visit(module):
        order[module] = low[module] = len(order)
        stack.append(module)
        for other in graph[module]:
            if other not in order:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], order[other])
        if low[module] == order[module]:
            at = stack.index(module)
            group = stack[at:]
            del stack[at:]
            if len(group) > 1 or module in graph[module]:
                found.append(sorted(group))

    for module in graph:
        if module not in order:
            visit(module)
    return found


def test_a_circle_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": {"e"}}) == [["a", "b", "c"], ["e"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_nothing_is_imported_in_a_circle():
    assert circles({module: {name for _, name in own_imports(module)} for module in MODULES}) == []


def test_the_lower_floors_touch_nothing_outside():
    touched = []
    for module in MODULES:
        if (floor(module) or 0) > PURE:
            continue
        touched += [(module, *found) for found in imports(module) if found[1].split(".")[0] in IMPURE]
        touched += [(module, *found) for found in names_called(module) if found[1] in {*CLOCKS, "open", "input"}]
        touched += [(module, node.lineno, "global") for node in ast.walk(tree(module)) if isinstance(node, ast.Global)]
    assert touched == []


def test_chance_has_a_seed():
    unseeded = [
        (module, node.lineno)
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "default_rng" and not node.args
    ]
    assert unseeded == []


def test_no_module_is_long():
    lengths = {module: len(path.read_text("utf-8").splitlines()) for module, path in MODULES.items()}
    assert {module: lines for module, lines in lengths.items() if lines >= LONGEST} == {}


def test_only_the_surface_prints():
    prints = []
    for module in MODULES:
        if room(module) in MAY_PRINT:
            continue
        prints += [(module, line) for line, name in names_called(module) if name == "print"]
        prints += [
            (module, node.lineno)
            for node in ast.walk(tree(module))
            if isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr")
        ]
    assert prints == []


def test_everything_public_says_what_it_is():
    silent = [module for module in MODULES if not ast.get_docstring(tree(module))]
    silent += [
        f"{module}:{node.lineno} {node.name}"
        for module in MODULES
        for node in public(tree(module))
        if not ast.get_docstring(node)
    ]
    assert silent == []
