//! Words of 部门报送 and 动态信息: what departments of a campaign see, report and tell, and who reads it.

schemas::catalogue! {
    /// Title and tab.
    TITLE = "部门报送", "Department";
    /// Sentence of state.
    TASKS_COUNT = "任务{n}项", "{n} tasks";
    /// Sentence of state.
    LATE_COUNT = "逾期或未报{n}项", "{n} overdue or without a report";
    /// Sentence of state.
    OPEN_COUNT = "在办交办单{n}件", "{n} assignments under way";
    /// Sentence of state.
    OVERDUE_COUNT = "交办单逾期{n}件", "{n} assignments overdue";
    /// Name of the tabs.
    PARTS = "内容", "What is shown";
    /// Tab and section.
    TASKS = "任务与进展", "Tasks and progress";
    /// Tab and section.
    NEWS = "动态信息", "News";
    /// Tab and section.
    DIRECTIVES = "交办单", "Assignments";
    /// Name of the choice of a department.
    DEPARTMENTS = "部门", "Departments";
    /// Link from the campaign and the brief.
    ALL_OF_THEM = "各部门报送", "Departments";
    /// An account of a department that the campaign in force does not name.
    UNKNOWN = "账号所属部门不在现行专项行动的部门名单中，暂无可报送内容。请联系市局系统管理员核对账号的部门代码。", "The campaign in force does not name the department of this account, so that there is nothing to report. Ask the city's administrator to check the code of the department.";
    /// A campaign without departments.
    NONE = "现行专项行动没有列出成员部门。在其定义文件中写[[departments]]，部门即可开户报送。", "The campaign in force lists no departments. Write [[departments]] in its definition, and they can have accounts and report.";

    /// Column.
    PART = "职责", "Part";
    /// Leads.
    LEADS = "牵头", "leads";
    /// Implements.
    IMPLEMENTS = "落实", "implements";
    /// A department without a task.
    NO_TASKS = "本部门没有承担的任务。动态信息仍可报送。", "The department has no task of its own. News can be told all the same.";
    /// Button and section.
    REPORT = "报送进展", "Report progress";
    /// Under the form.
    REPORT_NOTE = "报送后不能修改或撤回，有误的再报一条说明；不要写劳动者姓名、证件号、电话。", "A report cannot be changed or withdrawn; say in another what was wrong. Name no worker, identity number or telephone.";
    /// Section.
    REPORTED = "已报进展", "What was reported";
    /// Nothing was reported.
    NO_REPORTS = "还没有报送进展。报送后在此按时间列出。", "Nothing is reported yet. Reports are listed here, the newest first.";
    /// Who entered it.
    BY_ITSELF = "{by}报送", "reported by {by}";
    /// Who entered it.
    FOR_IT = "{by}代录", "entered on its behalf by {by}";

    /// Button and section.
    TELL = "报送动态信息", "Tell news";
    /// Field and column.
    HEADING = "标题", "Title";
    /// Field and column.
    DAY = "日期", "Day";
    /// Field and column.
    BODY = "内容", "Text";
    /// Field and column.
    TASK = "相关任务", "Task";
    /// No task.
    NO_TASK = "不选", "None";
    /// Under the form.
    TELL_NOTE = "报送后不能修改或撤回，有误的再报一条更正；不要写劳动者姓名、证件号、电话。市局据此编简报。", "What is told cannot be changed or withdrawn; correct it in another. Name no worker, identity number or telephone. The city's brief draws on it.";
    /// Nothing was told.
    NO_NEWS = "还没有动态信息。", "Nothing is told yet.";
    /// Nothing was told by anybody.
    NO_NEWS_AT_ALL = "还没有动态信息。成员部门以部门账号报送后在此列出，作为简报素材。", "Nothing is told yet. What departments tell from their accounts is listed here, matter for the brief.";
    /// Column.
    DEPARTMENT = "部门", "Department";
    /// Column.
    TOLD = "报送时间", "Told at";
    /// Filter.
    EVERY = "全部", "All";
    /// Link.
    AS_CSV = "导出CSV", "As CSV";
    /// Sentence of state.
    NEWS_COUNT = "{n}条", "{n} in all";
    /// Line of the brief.
    IN_BRIEF = "本期动态信息{n}条：{by}。最近：{titles}。", "News of the period: {n} ({by}). Latest: {titles}.";
    /// How many a department told.
    OF_DEPARTMENT = "{department}{n}条", "{department} {n}";

    /// Nothing was put to it.
    NO_DIRECTIVES = "没有交办给本部门的事项。", "Nothing was put to the department.";
    /// What is next, to the department.
    ANSWER_NEXT = "请反馈：{answer}。", "To be answered next: {answer}.";
    /// What is next, to the department.
    OVERDUE_NEXT = "已逾期，请立即反馈办理情况。", "It is overdue: say at once how it stands.";
    /// What is next, to the department.
    WAIT_NEXT = "等待市局验收或解除，可继续补充反馈。", "The city inspects or ends it; more can be answered meanwhile.";
    /// What is next, to the department.
    OVER_NEXT = "已结束，不再反馈。", "It is over and takes no more answers.";
    /// Field.
    ADDRESSEE = "主办部门", "Department";
    /// Section.
    ANSWERS = "部门反馈", "Answers of the department";
    /// Nothing was answered.
    NO_ANSWERS = "还没有反馈。", "Nothing is answered yet.";
    /// Button and section.
    ANSWER = "反馈", "Answer";
    /// Field.
    KIND = "反馈类型", "Kind of answer";
    /// Field.
    CONTENT = "反馈内容", "What is answered";
    /// Field.
    MEASURES = "措施（可不填）", "Measures (may be left out)";
    /// Field.
    EVIDENCE = "佐证材料（可不填）", "Evidence (may be left out)";
    /// Field.
    UNTIL = "申请延期至（仅延期申请填写）", "Longer until (only to ask for longer)";
    /// Under the form.
    ANSWER_NOTE = "每条反馈单独存证，报送后不能修改或撤回；有误的再加一条说明。不要写劳动者姓名、证件号、电话。", "Each answer is fixed by the log and cannot be changed or withdrawn; say in another what was wrong. Name no worker, identity number or telephone.";
    /// Field of what was put.
    LEAF = "存证序号", "Leaf of the log";
}
