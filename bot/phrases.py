"""The wordings of follow-ups, as regular expressions over simplified, lower-case text.

Each is matched against a whole message, without its opening 那 or please and its closing 呢 or 吗.
"""

from corpus.numerals import NUMERAL

__all__ = ["AGAIN", "ENGLISH_NUMBERS", "ENGLISH_UNITS", "MORE", "NEXT", "NUMBERED", "ON",
           "OUTLINE", "PREVIOUS", "UNITS", "WHOLE"]  # fmt: skip

ENGLISH_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("first 1st one", "second 2nd two", "third 3rd three", "fourth 4th four",
         "fifth 5th five", "sixth 6th six", "seventh 7th seven", "eighth 8th eight",
         "ninth 9th nine", "tenth 10th ten", "last"), 1)
    for word in words.split()
} | {"last": -1}  # fmt: skip
ENGLISH_UNITS = {
    "part": "部分", "chapter": "章", "section": "节", "article": "条", "clause": "款",
    "paragraph": "段", "point": "点", "item": "点", "one": "",
}  # fmt: skip
UNITS = "部分|部份|个方面|方面|个问题|[章节条款项段点个句处层件类种位步]"

_WHAT = "(?:主要|具体)?[讲说写谈是有]?[的了]*是?(?:什么|啥|哪些)?(?:内容)?"
_ONE = f"一?(?:{UNITS}|篇|页)"
_THIS = "(?:这|该|本|此)(?:一|个|里)?"
_OTHER = "(?:别的|其他的?|其它的?|另外的?|更多的?)"
_ENGLISH = "(?: (?:one|passage|point|section|article|part))?"
_TELL = "(?:[说讲看谈]{1,2}|介绍|解释|展开)"
_ASKED = "是?(?:什么|啥|哪几|哪些|几|多少)(?:内容|个?方面|[点条款项节]|个?部分|要点)?"
_HERE = "(?:部分|部份|章|节|条|点|段|篇|份材料|份文件|篇讲话|材料|文件|讲话|里面?|块)?"

MORE = (
    f"还有(?:没有)?{_OTHER}?(?:地方|段落|内容|说法|出处|结果)?(?:也?[提讲说]到)?了?",
    "还有(?:什么|哪些|哪里)(?:地方|段落|内容|说法|出处|别的)?(?:[提讲说]到)?",
    f"(?:有没有|有){_OTHER}(?:地方|段落|内容|说法|出处|结果)?(?:[提讲说]到)?",
    f"{_OTHER}(?:地方|段落|内容|出处|结果)?|别处|更多",
    "再?(?:来|找|换|给)(?:一|几|些)?(?:个|条|处|段|些|点)?(?:别的|其他的)?",
    "(?:继续|接着)[找搜查]|没了|没有了|就这些|就这么多|只有这些",
    "不是这[个条段点处](?:[,，]?换一?[个条段处])?|不对[,，]?换一?[个条段处]",
    "(?:any |some )?more(?: results?| places?)?|(?:what|anything) else|others?(?: results?)?",
    "another(?: one)?|not this(?: one)?|is there more",
)
PREVIOUS = (
    f"[上前]面?{_ONE}{_WHAT}",
    f"[上前]文|前面(?:的|那段|那条)?{_WHAT}|往前|往上|退回",
    f"(?:go )?(?:back|prev(?:ious)?){_ENGLISH}|the one before",
)
NEXT = (
    f"[下后]面?{_ONE}{_WHAT}",
    f"[下后]文|后面(?:的|那段|那条)?{_WHAT}|往[后下](?:[看读说念])?",
    f"(?:go to )?(?:the )?next{_ENGLISH}|what(?:'s| is| comes) next",
)
ON = (
    "(?:接着|继续|接下来|然后)(?:往下)?[说读看念讲]?",
    "continue|go (?:on|ahead)|keep going",
)
WHOLE = (
    f"(?:展开|打开|细|详细|具体|完整|仔细)(?:来|地|的|全部|全文)?{_TELL}?(?:一下|一?[点些]|内容)?",
    "[说讲]得?(?:详细|具体|仔细|细)一?[点些]|多[说讲](?:一?[点些]|几句)",
    f"[看读]?(?:一下|{_THIS}{_HERE}的?)?(?:全文|原文|上下文|完整内容|全部内容?)",
    "[看读]?(?:整[节段条章篇]|整个部分)",
    "expand(?: it| this)?|(?:more )?details?|in (?:full|detail)|tell me more",
    "(?:the )?(?:full|whole|entire)(?: (?:text|section|article|passage|part))?|context",
)
OUTLINE = (
    f"{_THIS}(?P<unit>{_HERE[3:-2]})?(?:里面?|中)?(?:一共|总共|都|主要)*[讲说写谈提有分][的了]*{_ASKED}",
    f"{_THIS}(?P<its>{_HERE[3:-2]})的?(?:主要)?(?:内容|要点|结构|提纲|大纲|目录)(?:是什么|有哪些)?",
    "(?:一共|总共|都)?(?:有|分)(?:哪几|几|哪些)(?:个方面|方面|小?点|要点|条|款)",
    "what(?:'s| is) in (?:this|the) (?P<english>part|chapter|section|article)",
    "what does this (?P<says>part|chapter|section|article) (?:say|contain|cover)|outline",
)
NUMBERED = (
    f"第(?P<number>{NUMERAL})[大小]?(?P<unit>{UNITS})?的?{_WHAT}",
    f"最后一?(?P<last>{UNITS}){_WHAT}",
    f"第(?P<number>{NUMERAL})(?:个|项|条|种)(?P<noun>[一-龥]{{1,6}}?)(?:是什么|有哪些|讲了什么)?",
    f"(?:the )?(?P<word>{'|'.join(ENGLISH_NUMBERS)})(?: (?P<kind>{'|'.join(ENGLISH_UNITS)}))?",
)
_PRONOUN = "(?:这|那|它|他们|它们|这些|那些|其)(?:一|个|些|项|件事|样|方面|工作|活动|目标|制度)*"
_MODAL = "(?:具体|到底|究竟|又|都|应该|应当|要|该|会|能|可以|需要|怎样才能)*"
_DO = "(?:做|办|搞|干|落实|开展|推进|实现|理解|执行|操作|做到|回事|样)?"
_THING = "(?:时候|时间|意思|原因|办法|措施|要求|目的|作用|意义|好处|效果|结果|依据|标准|期限)"
_IS_WHAT = "(?:是|有)?(?:什么|谁|哪些|多少|怎样|怎么样)?"
AGAIN = (
    f"(?:{_PRONOUN})?{_MODAL}(?:怎么|如何|怎样){_DO}[的到]?",
    f"(?:{_PRONOUN})?{_MODAL}(?:是)?(?:为什么|为啥|为何)(?:这样|这么)?{_DO}",
    f"(?:{_PRONOUN})?{_MODAL}[是有在]?(?:什么|哪些|啥){_THING}?[的]?",
    f"(?:{_PRONOUN}的?)?{_MODAL}{_THING}{_IS_WHAT}",
    f"(?:{_PRONOUN})?{_MODAL}[是由]?谁(?:来)?(?:负责|牵头|做|管|提)?的?",
    f"(?:{_PRONOUN})?{_MODAL}[在是]?(?:哪里|哪儿|何时|多久|哪天|哪年|几月)的?",
    f"(?:{_PRONOUN})?{_MODAL}有?(?:多少|几)[人次个天钱元年名]?",
    "举个?例子?|比如",
    "why(?: not| is that| so)?|how(?: so| exactly| does it work)?|who|when|where",
    "how (?:much|many|long)",
    "what does (?:it|that|this) mean|for example|what for",
)
