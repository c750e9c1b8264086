//! Words of the lists of cases near or beyond their time limits.

schemas::catalogue! {
    /// Title.
    TITLE = "办案时限", "Time limits of cases";
    /// Sentence of state.
    OPEN_CASES = "未结{n}件", "{n} open";
    /// Sentence of state.
    OVERDUE_CASES = "超期{n}件", "{n} overdue";
    /// Sentence of state.
    KNOWN_UNTIL = "台账截至{day}", "ledgers known until {day}";
    /// Sentence of state.
    AS_ON = "按{day}推算", "counted on {day}";
    /// Name of the filter.
    BY_STAND = "按紧急程度筛选", "Filter by urgency";
    /// Filter.
    EVERY = "全部未结", "All open";
    /// Filter.
    OVERDUE = "超期", "Overdue";
    /// Filter.
    WITHIN_3 = "3日内到期", "Due in 3 days";
    /// Filter.
    WITHIN_5 = "5日内到期", "Due in 5 days";
    /// Filter.
    WITHIN_10 = "10日内到期", "Due in 10 days";
    /// Filter.
    LAPSED = "已过期待核", "Passed since, to check";
    /// Filter.
    STOPPED = "停止计算", "Clock stopped";
    /// Filter.
    UNKNOWN = "无法推算", "Cannot be counted";
    /// Table by bureau.
    BY_BUREAU = "各单位", "By bureau";
    /// The same without a filter of bureaus.
    ALL_BUREAUS = "全部单位", "All bureaus";
    /// Heading.
    CASES = "案件", "Cases";
    /// Heading.
    CASE = "案号", "Case";
    /// Heading.
    LEDGER = "台账", "Ledger";
    /// Heading.
    LIMIT = "时限", "Limit";
    /// Heading.
    RUNS_FROM = "起算日", "Runs from";
    /// Heading.
    LAST = "届满日", "Last day";
    /// Heading.
    STAND = "状态", "Stand";
    /// Heading.
    RESPONSIBLE = "承办", "Handled by";
    /// Heading.
    PERSONS = "人数", "Persons";
    /// Heading of the file.
    ARTICLE = "依据", "Article";
    /// Heading of the file.
    BUREAU_CODE = "单位代码", "Bureau code";
    /// Heading of the file.
    REMARK = "备注", "Remark";
    /// Link.
    AS_CSV = "下载CSV", "Download as CSV";
    /// Empty.
    NO_LEDGERS = "本期还没有带时限的台账入库。台账校验通过后，这里按法定时限列出临近和超过届满日的案件。", "No ledger with time limits stands for this period yet. Once one does, its cases near or beyond their last day are listed here.";
    /// Empty.
    NONE = "没有符合条件的案件。", "No case answers to this.";
    /// Foot.
    NOTE = "届满日按各表式所列法条、国务院放假安排和台账所记中止、恢复、公告、重新计算、延期事项逐件推算，不采用人工填写的日期。台账只反映报告期末的情况，此后到期的列为待核。", "Last days are counted for every case from the article, the State Council's calendar and the recorded suspensions, announcements, restarts and extensions; days filled in by hand are not used. A ledger knows nothing after its period; what fell due since is to be checked.";
    /// Last column of a file whose figures are invented.
    NATURE = "数据性质", "Nature of the data";
    /// Last line of a file that is cut.
    MORE = "另有{n}件未列出，请缩小范围", "{n} more are not listed; narrow the choice";
}
