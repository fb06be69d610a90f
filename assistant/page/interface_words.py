"""Every word of the page, in Chinese and English, in one table. Answers and bulletins bring their own words."""

from __future__ import annotations

from assistant.answer import Language
from assistant.page.corpus_words import CORPUS
from assistant.page.draft_page_words import DRAFTING
from assistant.page.evaluation_words import EVALUATION

Table = dict[str, tuple[str, str]]

_PAGE: Table = {
    # the frame
    "name": ("通报问答", "Bulletin desk"),
    "page_title": ("通报问答", "Bulletin desk"),
    "places": ("功能", "Places"),
    "place_ask": ("问答", "Ask"),
    "place_draft": ("拟复", "Draft"),
    "place_evaluate": ("评测", "Evaluate"),
    "place_corpus": ("语料", "Corpus"),
    "skip": ("跳到提问框", "Skip to the question box"),
    "other_language": ("English", "中文"),
    "user_name": ("用户名", "User name"),
    "password": ("密码", "Password"),
    "log_in": ("登录", "Log in"),
    "log_in_why": ("查询通报，需先登录。", "Log in to ask about the bulletins."),
    "log_in_wrong": (
        "用户名或密码不对。忘记密码请联系管理员。",
        "Name or password is wrong. An administrator can give you a new password.",
    ),
    "log_in_held_off": ("尝试次数过多，请一分钟后再试。", "Too many attempts. Try again in a minute."),
    "log_out": ("退出", "Log out"),
    "too_many_questions": (
        "提问太频繁：每分钟最多 {most} 个。请过 {seconds} 秒再问。",
        "Too many questions: at most {most} a minute. Ask again in {seconds} seconds.",
    ),
    # conversations
    "conversations": ("会话", "Conversations"),
    "new_conversation": ("新会话", "New conversation"),
    "search_conversations": ("查找会话", "Find a conversation"),
    "today": ("今天", "Today"),
    "earlier": ("更早", "Earlier"),
    "no_conversations": ("还没有会话。问一个问题，就会记在这里。", "None yet. Ask a question and it is kept here."),
    "nothing_found": ("没有找到。", "Nothing found."),
    "rename": ("改名", "Rename"),
    "rename_label": ("会话的新名称", "New name of the conversation"),
    "save": ("保存", "Save"),
    "cancel": ("取消", "Cancel"),
    "delete": ("删除", "Delete"),
    "delete_sure": ("删除这个会话及其答复？", "Delete this conversation and its answers?"),
    "more": ("更多操作：{title}", "More for: {title}"),
    "export_docx": ("导出 Word", "Export to Word"),
    "export_md": ("导出 Markdown", "Export to Markdown"),
    "scope": ("范围", "Search in"),
    "scope_all": ("全部通报", "all bulletins"),
    "kept": ("{days} 天不用的会话会自动删除。", "Conversations unused for {days} days are deleted."),
    # the chat
    "thread": ("问答", "Questions and answers"),
    "you": ("你", "You"),
    "answer": ("答复", "Answer"),
    "ask_label": ("请输入问题", "Your question"),
    "ask_hint": (
        "请输入问题……",
        "Ask a question…",
    ),
    "send": ("发送", "Send"),
    "stop": ("停止", "Stop"),
    "step_search": ("检索", "Searching"),
    "step_compose": ("成文", "Writing"),
    "step_verify": ("核对", "Checking"),
    "choose_file": ("选择文件，或拖到这里", "Choose a file, or drop it here"),
    "working": ("正在处理", "Working"),
    "stopped": ("已停止，没有答复。", "Stopped; there is no answer."),
    "interrupted": (
        "答复没有完成：服务曾中断。问题已保存，可以重试。",
        "The answer was not finished: the service was interrupted. Your question is kept; try again.",
    ),
    "retry": ("重试", "Try again"),
    "understood_as": ("理解为：{question}", "Understood as: {question}"),
    "suggestions": ("可以参考：", "You could look at:"),
    "dropped": ("未采用的句子（{count}）", "Sentences not used ({count})"),
    "because": ("未采用，因为：{reason}", "Not used, because: {reason}"),
    "check_failed": ("核对：{detail}", "Check: {detail}"),
    "supported": ("已核实", "Verified"),
    "partly": ("部分核实", "Partly verified"),
    "planned": ("计划中", "Planned"),
    "missing": ("未提及", "Not mentioned"),
    "supported_help": (
        "本句已与所引段落逐项核对：",
        "Compared with the cited paragraph:",
    ),
    "partly_help": ("本句只有一部分得到所引段落支持：", "Only part of this is borne out by the cited paragraph:"),
    "planned_help": ("原文说的是计划，不是已有的结果。", "The bulletin states a plan here, not a result."),
    "cite_title": ("依据{label}：{source}", "Evidence {label}: {source}"),
    "copy_answer": ("复制答复与依据", "Copy with sources"),
    "copy_plain": ("复制答复", "Copy"),
    "print_answer": ("打印", "Print"),
    "show_evidence": ("查看依据", "Show evidence"),
    "copied": ("已复制", "Copied"),
    "copy_refused": ("浏览器不允许复制，请手动选择文字", "The browser refused to copy; select the text instead"),
    "answer_ready": ("答复完成。", "The answer is ready."),
    # the empty page
    "welcome": ("向通报提问", "Ask the bulletins"),
    "welcome_text": (
        "每一句答复都注明出自哪一段，可以当场核对；通报没有说的，会注明未提及。",
        "Every sentence of an answer names the paragraph it comes from, so you can check it on the spot. "
        "What the bulletins do not say is named as missing.",
    ),
    "keys": ("Enter 发送，Shift+Enter 换行。", "Enter sends, Shift+Enter breaks the line."),
    "holds": ("现有 {count} 份通报", "Bulletins held: {count}"),
    "and_more": ("另有 {count} 份", "and {count} more"),
    "try_one": ("可以这样问", "Questions to begin with"),
    "example": ("{topic}问题是怎么整改的？", "What was done about “{topic}”?"),
    "add_bulletin": ("添加通报", "Adding a bulletin"),
    "add_here": ("到“语料”中添加 Word、PDF、网页或文本", "Add Word, PDF, web pages or text under “Corpus”"),
    "add_by_admin": ("由管理员在“语料”中添加。", "An administrator adds them under “Corpus”."),
    # the evidence
    "evidence": ("依据", "Evidence"),
    "evidence_of": ("“{question}”的依据", "for “{question}”"),
    "no_evidence_yet": (
        "点击答复中的 [1]，这里会显示它所依据的段落，并标出被引用的文字。",
        "Click [1] in an answer: the paragraph it rests on opens here, with the quoted words marked.",
    ),
    "no_evidence": ("这个答复没有引用任何段落。", "This answer cites no paragraph."),
    "open_bulletin": ("打开通报", "Open in the bulletin"),
    "copy_paragraph": ("复制本段", "Copy paragraph"),
    "back_to_answer": ("返回答复", "Back to the answer"),
    "close": ("关闭", "Close"),
    "others": ("其他相关段落（{count}）", "Other relevant paragraphs ({count})"),
    "nearest": ("最接近的段落，没有用作依据（{count}）", "Nearest paragraphs, not used as evidence ({count})"),
    "no_date": ("日期不详", "no date given"),
    "found_in_evidence": ("在依据中找到 {count} 处", "{count} place(s) found in the evidence"),
    "not_found_in_evidence": ("所选文字不在依据中", "The selected words are not in the evidence"),
    # the whole bulletin
    "document": ("通报全文", "The whole bulletin"),
    "headings": ("目录", "Contents"),
    "next_cited": ("下一处引用", "Next cited passage"),
    "previous_cited": ("上一处引用", "Previous cited passage"),
    "copy_address": ("复制本段地址", "Copy address"),
    "address": ("本段地址", "Address of this paragraph"),
    "document_keys": (
        "按 n、p 看下一处、上一处引用，按 Esc 返回",
        "n and p: next and previous cited passage; Esc: back",
    ),
    "cited_count": ("引用 {at}/{count}", "Cited {at} of {count}"),
    "document_gone": ("语料中已没有这份通报", "This bulletin is no longer in the corpus"),
    "document_gone_text": (
        "通报“{bulletin}”已不在语料中。会话里保存的依据仍然可以查看。",
        "The bulletin “{bulletin}” is no longer in the corpus. The evidence kept in conversations can still be read.",
    ),
    "paragraph_changed": ("语料更新后，这一段已有变化。", "This paragraph has changed since the corpus was updated."),
    # notices
    "offline": (
        "与服务的连接已中断。请确认服务在运行；恢复后可以重试。",
        "The connection to the service is lost. Check that it is running; you can try again when it is back.",
    ),
    "online": ("连接已恢复。", "The connection is back."),
    "fault": ("出错了：{fault}", "Something went wrong: {fault}"),
    "dismiss": ("知道了", "Dismiss"),
    "too_long": (
        "问题有 {count} 个字符，最多 {most} 个。请缩短后再发送。",
        "The question has {count} characters; {most} is the most. Shorten it and send it again.",
    ),
    "not_your_role": (
        "您的账号没有这项权限，请联系管理员。",
        "Your account may not do this; ask an administrator.",
    ),
    "not_yours": (
        "这个会话已不存在，或不属于这个浏览器。",
        "This conversation no longer exists, or belongs to another browser.",
    ),
    "exported": ("已导出 {file}", "Exported {file}"),
    # exported files
    "exported_on": ("导出时间：{moment}", "Exported: {moment}"),
    "question": ("问", "Question"),
    "sources": ("依据", "Evidence"),
}


def joined(*tables: Table) -> Table:
    """The tables as one. Raises ValueError for a key in two of them: one place would speak with another's words."""
    whole: Table = {}
    for table in tables:
        if twice := whole.keys() & table.keys():
            raise ValueError(f"words in two tables: {', '.join(sorted(twice))}; give each place its own key")
        whole |= table
    return whole


WORDS = joined(_PAGE, DRAFTING, EVALUATION, CORPUS)


def word(key: str, language: Language, **values: object) -> str:
    """The words for `key`, its {blanks} filled."""
    chinese, english = WORDS[key]
    return (english if language == "en" else chinese).format(**values)
