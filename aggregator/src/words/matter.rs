//! Words of the board of special and major cases.

schemas::catalogue! {
    /// Title and tab.
    TITLE = "专报", "Special and major cases";
    /// Sentence of state.
    SPECIALS = "特案{n}件", "{n} special";
    /// Sentence of state.
    MAJORS = "重案{n}件", "{n} major";
    /// Sentence of state.
    OVERDUE_COUNT = "逾期{n}件", "{n} overdue";
    /// Name of the filter.
    BY_STAND = "按状态筛选", "Filter by state";
    /// Filter.
    EVERY = "全部", "All";
    /// Filter.
    OVERDUE = "逾期", "Overdue";
    /// Filter.
    DUE = "待报", "Due";
    /// Filter.
    OVER = "无待报", "Nothing due";
    /// Heading.
    MATTER = "事项编号", "Matter";
    /// Heading.
    GRADE = "级别", "Grade";
    /// Heading.
    SINCE = "知悉时间", "Known since";
    /// Heading.
    MADE = "已报", "Reported";
    /// Heading.
    NEXT = "下次应报", "Next";
    /// Heading.
    DEADLINE = "截止", "Due";
    /// Heading of the file.
    ENDED = "了结日期", "Ended";
    /// Heading of the file.
    FIRST_TOOK = "初报用时（分钟）", "Minutes to the first report";
    /// Kind of a report.
    FIRST = "初报", "First";
    /// Kind of a report.
    FURTHER = "续报{n}", "Further {n}";
    /// Kind of a report that is due.
    FURTHER_OR_LAST = "续报{n}或终报", "Further {n} or last";
    /// Kind of a report.
    LAST = "终报", "Last";
    /// Kind of a report.
    LEDGER = "{period}{form}", "{form} {period}";
    /// Below a first report.
    TOOK = "用时{time}", "took {time}";
    /// Below a first report that came before any ledger.
    AT_ONCE = "先于台账报送", "before any ledger";
    /// A length of time.
    MINUTES = "{n}分钟", "{n} min";
    /// A length of time.
    HOURS = "{h}小时{m}分", "{h} h {m} min";
    /// A length of time.
    DAYS = "{n}天", "{n} d";
    /// Countdown.
    LEFT = "剩{time}", "{time} left";
    /// Countdown.
    OVER_BY = "逾期{time}", "{time} overdue";
    /// Nothing is due any more.
    ENDED_ON = "{day}了结", "ended {day}";
    /// Nothing was reported.
    NOT_YET = "尚未报送", "nothing yet";
    /// A report the committee has no copy of.
    LACKS_COPY = "缺送政法委", "committee's copy missing";
    /// Link to the form.
    DECIDE = "延期或豁免", "Extend or let off";
    /// Link.
    AS_CSV = "下载CSV", "Download as CSV";
    /// Empty.
    NO_GRADES = "本行动没有规定特案、重案的专报。", "The campaign asks for no reports of special or major cases.";
    /// Empty.
    NO_MATTERS = "目前没有特案、重案。台账校验通过后，达到标准的案件自动列在这里，并按规定生成初报、续报、终报和月报任务。", "There are no special or major cases. Once a ledger stands, cases that meet the marks are listed here by themselves, with the reports they bring.";
    /// Empty.
    NONE = "没有符合条件的事项。", "No case answers to this.";
    /// Heading of what was reported because it happened.
    EVENTS = "随时报告", "Reported as it happened";
    /// Link to all rows of a form.
    ALL_OF = "全部{form}", "all: {form}";
    /// Heading.
    EVENT_FORM = "报告", "Report";
    /// Heading.
    EVENT_AT = "送达时间", "Received";
    /// Heading.
    EVENT_STATE = "状态", "State";
    /// Empty.
    NO_EVENTS = "目前没有随时报告。急事急报、提级移交等有情况时由单位随时报送，收到后列在这里；没有情况不用零报告。", "Nothing was reported. Bureaus send urgent reports and hand-overs when there is something; they are listed here as they come. There is no nil return of them.";
    /// State of a report within a day of its receipt.
    NEW = "24小时内新报", "new within 24 hours";
    /// State of a report.
    CONFIRMED = "已确认", "confirmed";
    /// State of a report.
    TO_CONFIRM = "待确认", "to confirm";
    /// State of a report.
    SENT_BACK = "已退回", "sent back";
    /// State of a report.
    CANNOT_STAND = "校验未通过", "cannot stand";
    /// State of a report.
    ROWS_AWAITED = "明细未到", "rows awaited";
    /// Foot.
    NOTE = "特案自平台收到首次列明该案的台账或专报起计时，须按时初报、逐日续报，至终报为止；台账被退回、撤回或更正不影响已生成的专报任务，可延期或豁免。重案在其未了结的月份须报月报。", "A special case is counted from the city's receipt of the first ledger or report that shows it: a first report in hours, one more each day until the last. Sending the ledger back, withdrawing or correcting it does not end that; extending or letting off does. A major case brings a ledger for each month in which it is open.";
}
