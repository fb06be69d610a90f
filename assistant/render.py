"""In: an Answer. Out: lines for a terminal: sentences with [n], then the cited paragraphs, quoted words marked."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console
from rich.text import Text

from assistant.answer import Answer, Citation
from assistant.words import say

_OPEN, _CLOSE = "⟦", "⟧"  # marks that survive a pipe, where colour does not


def render(answer: Answer, console: Console) -> None:
    """Print the answer as a person reads it; wraps to the console's width."""
    zh = answer.language
    if answer.standalone_question != answer.question:
        console.print(Text(say("understood_as", zh).format(question=answer.standalone_question), style="dim"))
    if answer.lead:
        console.print(Text(answer.lead))
    for statement in answer.statements:
        line = Text("· " + statement.text)
        line.append("".join(f"[{label}]" for label in statement.citations), style="bold red")
        if statement.modality == "planned":
            line.append(f" {say('planned', zh)}", style="dim")
        if statement.support == "partly":
            line.append(f" {say('partly', zh)}", style="dim")
        console.print(line)
    for missing in answer.missing:
        console.print(Text(missing, style="bold"))
    if answer.suggestions:
        console.print(Text(say("suggestions", zh)))
        for suggestion in answer.suggestions:
            console.print(Text("  " + suggestion))
    if answer.citations:
        console.print()
        console.print(Text(say("evidence", zh), style="bold"))
    for _, group in groupby(answer.citations, key=lambda citation: citation.paragraph.id):
        _render_paragraph(list(group), console)


def _render_paragraph(cited: list[Citation], console: Console) -> None:
    first = cited[0]
    labels = "".join(f"[{citation.label}]" for citation in cited)
    issued = first.bulletin.issued_on
    head = Text(labels, style="bold red")
    head.append(f" 《{first.bulletin.title or first.bulletin.id}》", style="bold")
    if issued:
        head.append(f" {issued.isoformat()}")
    console.print(head)
    if first.paragraph.heading_path:
        console.print(Text(" › ".join(first.paragraph.heading_path), style="dim"))
    console.print(_marked(cited))
    console.print(Text(first.paragraph.id, style="dim"))
    console.print()


def _marked(cited: list[Citation]) -> Text:
    """The paragraph's text with every quoted span between marks."""
    paragraph, source = cited[0].paragraph, cited[0].bulletin.text
    text, position = Text(), paragraph.start
    for citation in sorted(cited, key=lambda citation: citation.start):
        start, end = max(citation.start, position), min(citation.end, paragraph.end)
        if start >= end:
            continue
        text.append(source[position:start])
        text.append(_OPEN + source[start:end] + _CLOSE, style="black on #ffe9a8")
        position = end
    text.append(source[position : paragraph.end])
    return text
