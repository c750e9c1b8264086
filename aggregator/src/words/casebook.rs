//! Words of the lists of cases, of one case with its dispute, and of employers that come again.

schemas::catalogue! {
    /// Title and section.
    TITLE = "案件", "Cases";
    /// Sentence of state.
    COUNT = "{n}件", "{n} cases";
    /// Name of the tabs.
    BY_FORM = "台账", "Ledgers";
    /// Name of the form of filters.
    NARROW = "筛选", "Narrow down";
    /// Button.
    APPLY = "查看", "Show";
    /// Filter.
    WHETHER_OPEN = "办理", "State";
    /// Filter.
    ANY = "全部", "All";
    /// Filter, and where a case stands.
    OPEN = "未结", "Open";
    /// Filter, and where a case stands.
    CLOSED = "已结", "Ended";
    /// Filter.
    SEARCH = "查找", "Find";
    /// Hint of the search.
    SEARCH_HINT = "案号、事项编号、信用代码，或用人单位名称开头", "Number of case or matter, credit code, or how an employer's name begins";
    /// Heading of what was found.
    FOUND = "找到{n}件", "{n} found";
    /// Heading of what was found, when there may be more.
    FOUND_MOST = "列出前{n}件，请写得更完整", "The first {n}; write more of it";
    /// Heading.
    CASE = "案号", "Case";
    /// Heading.
    BUREAU = "单位", "Bureau";
    /// Heading.
    EMPLOYER = "用人单位", "Employer";
    /// Heading.
    CAUSE = "案由", "Cause";
    /// Heading.
    INDUSTRY = "行业", "Industry";
    /// Heading.
    PERSONS = "人数", "Persons";
    /// Heading: money in the unit of the language.
    AMOUNT = "金额（万元）", "Amount (yuan)";
    /// Heading: money in the unit of the language.
    PAID = "到位（万元）", "Paid (yuan)";
    /// Heading.
    OPENED = "受理", "Came in";
    /// Heading.
    STAND = "办理情况", "Where it stands";
    /// Heading.
    RESPONSIBLE = "承办", "Handled by";
    /// Heading.
    LEDGER = "台账", "Ledger";
    /// Heading of the file.
    BUREAU_CODE = "单位代码", "Bureau code";
    /// Heading of the file.
    MATTER = "事项编号", "Matter";
    /// Heading of the file.
    EMPLOYER_CODE = "统一社会信用代码", "Credit code";
    /// Heading of the file.
    CLOSED_ON = "结束日期", "Ended on";
    /// Heading of the file.
    DUE_ON = "届满日期", "Due on";
    /// Heading of the file.
    OUTCOME = "结果", "Outcome";
    /// Where a case stands.
    DUE = "{day}届满", "due {day}";
    /// Where a case stands.
    ENDED = "{day}结束", "ended {day}";
    /// Link.
    AS_CSV = "下载CSV", "Download as CSV";
    /// Link to the next page.
    NEXT = "下一页", "Next page";
    /// Link to the first page.
    FIRST = "回到第一页", "First page";
    /// Empty.
    NO_CASES = "还没有案件。台账校验通过后，其中各行自动列在这里。", "There are no cases yet. The rows of a ledger are listed here as soon as it stands.";
    /// Empty.
    NONE = "没有符合条件的案件。", "No case answers to this.";
    /// Foot of the list.
    NOTE = "列出各单位现行台账中的案件，每案取最近一期；个人信息不上报，不在其中。", "The cases of the ledgers in force, each as its newest ledger has it. Personal data is never filed and is not here.";
    /// Title of one case.
    ONE = "{form} {case}", "{form} {case}";
    /// Heading of the chain.
    CHAIN = "同一事项的程序", "The procedures of this dispute";
    /// Below the chain, where there are several.
    ONCE = "同一事项共{n}个程序，统计时计1件，计入最先受理的{first}。", "{n} procedures of one dispute: counted once, by {first}, which came in first.";
    /// Below the chain, where there is one.
    ALONE = "本案没有同一事项的其他程序。", "There is no other procedure of this dispute.";
    /// Mark of the procedure a dispute is counted by.
    HEAD = "计数", "counted";
    /// A case that went on.
    WENT_ON = "转{case}", "went on as {case}";
    /// Heading of the ledgers.
    LEDGERS = "各期台账", "Ledgers that have it";
    /// Heading.
    PERIOD = "报告期", "Period";
    /// Heading of what the newest ledger says.
    FIELDS = "本案", "This case";
    /// Field.
    CHANNEL = "来源渠道", "Channel";
    /// Field.
    LEVEL = "等级", "Level";
    /// Link to the rows of the filing.
    ROWS = "台账原行", "The ledger's rows";
    /// Title of the list of employers.
    REPEATED = "反复发生的用人单位", "Employers that come again";
    /// Sentence of state.
    REPEATED_STATE = "{from}至{to}，{least}件及以上的{n}户", "{n} with {least} disputes or more from {from} to {to}";
    /// Heading.
    DISPUTES = "件数", "Disputes";
    /// Heading.
    BUREAUS = "涉及单位", "Bureaus";
    /// Heading.
    LAST = "最近一件", "Latest";
    /// Name of the choice.
    AT_LEAST = "不少于", "At least";
    /// A choice.
    TIMES = "{n}件", "{n}";
    /// Empty.
    NO_REPEATED = "十二个月内没有达到件数的用人单位。", "No employer came so often within twelve months.";
    /// More are not listed.
    MORE_REPEATED = "件数最多的{n}户；其余请下载CSV或缩小范围", "The {n} with most disputes; take the CSV or narrow down for the rest";
    /// Foot.
    REPEATED_NOTE = "按统一社会信用代码归并，同一事项只计一次；没有信用代码的不在其中。", "Put together by credit code, one dispute counted once; employers without a code are not among them.";
}
