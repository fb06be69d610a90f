"""The place 问答 of the page: where its parts stand. What they hold is the desk's; what a click means, the script's."""

from __future__ import annotations

import gradio as gr

from assistant import app_feedback
from assistant.answer import Language
from assistant.app_frame import Frame
from assistant.page.interface_words import word
from assistant.page.wish import Parts

NAME = "ask"


def build(frame: Frame) -> None:
    """Lay the place out: conversations, the chat, the evidence."""
    frame.answers.update(frame.desk.answers())
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="conversations-column"):
            frame.html("side")
            frame.html("scope")
        with gr.Column(elem_id="chat-column"):
            frame.html("welcome")
            frame.parts["thread"] = gr.Chatbot(
                elem_id="thread",
                render_markdown=False,  # statements are HTML already, every text in them escaped
                sanitize_html=True,
                latex_delimiters=[],
                buttons=[],
                feedback_options=None,
                group_consecutive_messages=False,
                layout="panel",
                show_label=False,
                container=False,
                height=None,
            )
            with gr.Row(elem_id="question-row"):
                frame.parts["box"] = gr.Textbox(
                    elem_id="question-box",
                    lines=1,
                    max_lines=8,
                    show_label=False,
                    container=False,
                    interactive=True,
                    autofocus=True,
                )
                frame.parts["send"] = gr.Button("", elem_id="send", variant="primary")
                frame.parts["stop"] = gr.Button("", elem_id="stop")
        with gr.Column(elem_id="evidence-column"):
            app_feedback.build(frame)
            frame.html("evidence")
    frame.words.append(_worded)


def _worded(language: Language) -> Parts:
    return {
        "box": gr.update(label=word("ask_label", language), placeholder=word("ask_hint", language)),
        "send": gr.update(value=word("send", language)),
        "stop": gr.update(value=word("stop", language)),
    }
