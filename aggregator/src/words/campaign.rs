//! Words of 行动: phases, tasks, reports, leading group, ladder, commendation.

schemas::catalogue! {
    /// Part of the sentence of state.
    DAY_OF = "第{day}天/共{all}天", "day {day} of {all}";
    /// Part of the sentence of state.
    DAYS_LEFT = "还有{days}天", "{days} days left";
    /// Part of the sentence of state.
    BEGINS_IN = "{days}天后开始", "begins in {days} days";
    /// Part of the sentence of state.
    IS_OVER = "已结束", "over";
    /// Part of the sentence of state.
    CARRIES_OUT = "上级文件：{document}", "carries out {document}";
    /// Section.
    PHASES = "阶段", "Phases";
    /// Name of the bar.
    PHASE_BAR = "阶段与今天：{parts}", "Phases and today: {parts}";
    /// A campaign that names no phases.
    NO_PHASES = "专项行动没有分阶段。在其定义文件中写[[phases]]，这里即画出进度。", "The campaign names no phases. Write [[phases]] in its definition, and they are drawn here.";
    /// Mark on the bar.
    TODAY = "今天{day}", "today, {day}";
    /// State of a phase.
    TO_COME = "未开始", "to come";
    /// State of a phase.
    RUNS = "进行中", "under way";
    /// State of a phase.
    ENDED = "已结束", "ended";
    /// State of a phase all of whose gates are done.
    PASSED = "已通过验收", "closed";
    /// State of a phase that has ended before its gates were done.
    NOT_PASSED = "到期未通过验收", "ended and not closed";
    /// Heading.
    PHASE = "阶段", "Phase";
    /// Heading.
    SPAN = "起止", "From and to";
    /// Heading.
    GATES = "验收清单", "What closes it";
    /// Heading.
    STATE = "状态", "State";
    /// A phase without gates.
    NO_GATES = "未列", "none listed";
    /// A gate and how many of its departments are done.
    GATE = "{task} {done}/{all}", "{task} {done}/{all}";
    /// Section.
    PROGRESS = "时间与进度", "Time and progress";
    /// Bar.
    TIME = "时间已过", "Time gone by";
    /// Bar.
    TASKS_DONE = "任务已完成", "Tasks done";
    /// Beside the bar.
    DAYS = "{done}/{all}天", "{done}/{all} days";
    /// Beside the bar.
    PARTS = "{done}/{all}项", "{done}/{all} parts";
    /// Under the bars.
    PARTS_NOTE = "每项任务由牵头部门和各落实部门分别完成，分别计数。", "Every department of a task does its own part and is counted for itself.";
    /// Section.
    TASKS = "任务", "Tasks";
    /// Beside the heading.
    LATE_COUNT = "{late}项逾期或未报进展", "{late} overdue or without a report";
    /// Beside the heading.
    NONE_LATE = "没有逾期", "none overdue";
    /// A campaign without tasks.
    NO_TASKS = "专项行动没有列出任务。在其定义文件中写[[departments]]和[[tasks]]，用campaign check检查后发布，各部门的进展即在这里登记。", "The campaign lists no tasks. Write [[departments]] and [[tasks]] in its definition, check it with `campaign check` and publish it; the departments then report here.";
    /// Heading.
    TASK = "任务", "Task";
    /// Heading.
    LEAD = "牵头", "Leads";
    /// Heading.
    IMPLEMENTING = "落实", "Implement";
    /// Heading.
    DUE = "期限", "Due";
    /// Standing.
    AWAITED = "待反馈", "no report yet";
    /// Standing.
    GOING = "推进中", "under way";
    /// Standing.
    BLOCKED = "受阻", "blocked";
    /// Standing.
    SILENT = "进展未报", "report missing";
    /// Standing.
    OVERDUE = "逾期{days}天", "{days} d overdue";
    /// Standing.
    DONE = "已完成", "done";
    /// How many bureaus are done.
    DONE_OF = "{done}/{all}已完成", "{done}/{all} done";
    /// How many bureaus are late.
    LATE_OF = "{late}个逾期或未报", "{late} late";
    /// Section.
    LATE_BY_DEPARTMENT = "逾期与未报，按部门", "Late, by department";
    /// Nothing is late.
    NOBODY_LATE = "没有部门逾期或未报进展。", "No department is late.";
    /// Section.
    ONE_TASK = "{code} {task}", "{code} {task}";
    /// Section.
    REPORTS = "进展", "Reports";
    /// Nothing was reported.
    NO_REPORTS = "还没有进展。登记后这里按时间列出，已写的不改不删。", "Nothing is reported yet. Reports are listed here, the newest first; none is ever changed.";
    /// More reports than are listed.
    MORE_REPORTS = "另有{count}条更早的进展，点开任务查看。", "{count} earlier reports; open a task to see its own.";
    /// Who wrote a report on behalf of whom.
    REPORT_BY = "{department} · {by}登记（代录）", "{department} · entered by {by} on its behalf";
    /// Who wrote a report of their own department.
    REPORT_BY_ITSELF = "{department} · {by}登记（本部门）", "{department} · entered by {by}, the department itself";
    /// Button and section.
    WRITE = "登记进展", "Enter a report";
    /// Label.
    OF_TASK = "任务", "Task";
    /// Label.
    FOR_DEPARTMENT = "部门", "Department";
    /// Label.
    HOW = "进展", "How it stands";
    /// Label.
    WORDS = "说明", "In words";
    /// Under the form.
    WRITE_NOTE = "登记后不能修改，有变化的再登记一次；不要写劳动者姓名、证件号、电话。", "A report cannot be changed; enter another when something has changed. Name no worker, identity number or telephone.";
    /// What the act did.
    WRITTEN = "已登记。", "The report is entered.";
    /// Section.
    LEADING_GROUP = "组织", "Who directs it";
    /// Team.
    TEAM = "{name}：{persons}人，{months}个月", "{name}: {persons} persons, {months} months";
    /// Section.
    LADDER = "督办阶梯", "Steps of supervision";
    /// A step with its days.
    RUNG_DAYS = "{step}（{days}天内答复）", "{step} (answer within {days} days)";
    /// Section.
    COMMENDATION = "表扬", "Commendation";
    /// Rule.
    PLACES = "综合排名各组前{places}位", "the first {places} of each group";
    /// Rule.
    OR_SCORE = "综合排名各组前{places}位，或综合得分{score}以上", "the first {places} of each group, or a composite of {score} and more";
    /// Rule.
    RULED_OUT = "不列入：{bars}", "ruled out: {bars}";
    /// Rule.
    RUNNING = "连续{periods}期在前的，推荐为年度先进", "{periods} periods running: put forward for the year";
    /// Rule.
    RISEN = "上升{places}位以上的，列为进步最快", "risen by {places} places and more: greatest progress";
    /// Rule.
    TITLES = "称号：{titles}", "titles: {titles}";
    /// Rule.
    LEAST_CASES = "个人须办结{cases}件以上", "a person has closed {cases} cases and more";
    /// Rule.
    PUBLIC = "评定后公示{days}个工作日", "shown in public for {days} working days";
}
