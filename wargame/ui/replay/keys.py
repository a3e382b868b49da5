"""The keys of the replay: each pair of brackets is a stride, each letter a landmark, capitals go back."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from wargame.ui.widgets.frame import KeyHint


def _bound(keys: str, action: str, meaning: str) -> Binding:
    return Binding(keys, action, meaning, show=False)


HELP = """\
left/right one event   ( ) act   { } phase   [ ] turn   home/end the ends   : go to an event, a line or a turn
e the whole game by what moved it most: it shows how the game ended
h the next moment that mattered, what it moved and why   k words and deeds: plans, gaps, broken words up to here
d decisions  o offers  b broken words  i injects  r rulings: the next one; with shift the one before
v through whose eyes; 0 the truth, p the public, 1-9 seats: the place is kept
f what kind of steps   / filter by text   m mark this place   c what changed: since the mark, or since a turn ago
enter the step in full: a prompt and its reply, a decision   s what is known here (small screens)
escape one level back: the text, kinds, the mark, then out after a question   q leave
l the tree of games that leave one another: the place is kept as far as it is shared
W what if: at a decision, go on with one thing changed, beside the game as it was, and see what it came to
t marks this place with a bookmark, without words, or takes it away   w a note at this step
L the list of bookmarks and notes: enter goes there   , . the one before and the next: they lie beside the record
a the review, in five or thirty minutes: private answers first, evidence, actions
u marks of learners by a rubric, with the step here as evidence
T what seats thought, opened by the instructor's word alone: reasons, plans, notebooks, calls; T closes it again
g guess first: what lies ahead is hidden, and the room is asked before sealed orders, answers to offers and rulings"""
LEGEND = """\
before a step: its number, such as 2.17, or its turn; n there is a note or a bookmark
then who could read it: # everyone, ~ its own seat alone, @R that seat as well, &2 so many others
or what it is: o a decision, m a call of a model, R an act of control; then the letter of who acts (v lists them)
the row of turns: ^ where you stand
the row of marks: ! a broken word, R a ruling or an act of control, i the world, o an offer or agreement, n a note
what is known here: + new since then, * otherwise than then, - gone since then
moments that mattered: ! a broken word, a cut-off or a threat, + given or kept, * another blow, - anything else"""
"""What the signs on the page stand for."""
PLACES = """\
a step is one row of this list: a decision, an event or an act of control
an event is what the rules told, numbered within its turn: 2.17 is the 17th of turn 2
a line is a line of the record's file, which holds calls and much else beside the steps: reviews and notes name lines"""
"""What the three numbers of a place count."""
HELP = f"{HELP}\n\nPLACES\n{PLACES}\n\nSIGNS\n{LEGEND}"
KEYS: tuple[KeyHint, ...] = (
    ("e", "whole game, and how it ended"),
    *(("left/right", "event"), ("[ ]", "turn"), ("{ }", "phase"), ("( )", "act"), ("v", "eyes")),
    *(
        ("hdobir", "jump"),
        ("k", "words and deeds"),
        ("f", "kinds"),
        ("m", "mark"),
        ("t", "bookmark"),
        ("L", "bookmarks and notes"),
        ("w", "note"),
        ("g", "guess first"),
        ("W", "what if"),
        ("a", "review"),
        ("T", "thoughts"),
        ("u", "marks"),
        ("enter", "in full"),
        (":", "go to"),
        ("/", "find"),
    ),
    *(("y", "copy"), ("x", "export"), ("q", "leave")),
)
BINDINGS: list[BindingType] = [
    *(_bound(keys, f"stride('event',{way})", "event") for keys, way in (("right", 1), ("left", -1))),
    *(
        _bound(keys, f"stride('act',{way})", "act")
        for keys, way in (("right_parenthesis", 1), ("left_parenthesis", -1))
    ),
    *(
        _bound(keys, f"stride('phase',{way})", "phase")
        for keys, way in (("right_curly_bracket", 1), ("left_curly_bracket", -1))
    ),
    *(
        _bound(keys, f"stride('turn',{way})", "turn")
        for keys, way in (("right_square_bracket,shift+right", 1), ("left_square_bracket,shift+left", -1))
    ),
    *(
        _bound(key.upper() if way < 0 else key, f"jump('{landmark}',{way})", landmark)
        for key, landmark in (("d", "decision"), ("o", "offer"), ("b", "broken"), ("i", "inject"), ("r", "ruling"))
        for way in (1, -1)
    ),
    *(_bound(key, f"far({way})", "to the end") for key, way in (("home", -1), ("end", 1))),
    *(_bound(key, f"sort({way})", "kinds") for key, way in (("f", 1), ("F", -1))),
    _bound("v", "choose_eyes", "through whose eyes"),
    _bound("0", "eyes('control')", "the truth"),
    _bound("p", "eyes('public')", "the public"),
    _bound("e", "whole", "the whole game"),
    _bound("m", "mark", "mark"),
    _bound("k", "words", "words and deeds"),
    _bound("enter", "full", "the step in full"),
    _bound("a", "review", "the review"),
    _bound("T", "thoughts", "what seats thought"),
    _bound("u", "rubric", "marks of learners"),
    _bound("l", "branches", "games that share a beginning"),
    _bound("W", "fork", "what if"),
    *(_bound(key, f"headline({way})", "what mattered") for key, way in (("h", 1), ("H", -1))),
    _bound("w", "note", "write a note"),
    _bound("t", "bookmark", "bookmark"),
    _bound("L", "notes", "bookmarks and notes"),
    *(_bound(key, f"noted({way})", "notes") for key, way in (("full_stop", 1), ("comma", -1))),
    _bound("g", "guess", "guess first"),
    _bound("c", "compare", "what changed since"),
    _bound("s", "state", "what is known here"),
    _bound("colon", "go_to", "go to"),
    _bound("q", "leave_replay", "leave"),
    _bound("escape", "back", "back, and out after a question"),
]
