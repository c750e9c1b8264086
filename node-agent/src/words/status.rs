//! The city's definitions and reminders, and when it was last heard of.

schemas::catalogue! {
    /// Policy in force.
    POLICY = "现行定义版本：{version}", "Definitions in force: {version}";
    /// A line published above.
    PUBLISHED = "{issuer}公布：{indicator}{period}为{value}（{num}/{den}）", "{issuer} published: {indicator} of {period} is {value} ({num}/{den})";
    /// No policy yet.
    POLICY_NONE = "尚未收到市局的现行定义，使用程序自带的定义", "The city's definitions have not arrived; those inside the program serve";
    /// A policy this program cannot follow.
    POLICY_BEYOND = "市局发布了新的定义版本 {version}，本程序不能识读：{why}。请升级 node-agent；此前按原定义办理，已封存的照常发送。",
        "The city has put definitions {version} in force, which this program cannot follow: {why}. Update node-agent; until then the former definitions serve, and what is sealed is sent as sealed.";
    /// What the city reminds of.
    REMINDERS = "市局提醒{n}条（{at}收取）", "reminders of the city: {n} (fetched {at})";
    /// One of them.
    REMINDER = "  {made} {step}  {title}", "  {made} {step}  {title}";
    /// What it is about.
    REMINDER_LINE = "      {line}", "      {line}";
    /// Contact.
    CONTACT = "最近一次与市局联系：{at}", "Last contact with the city: {at}";
    /// Well.
    HEALTHY = "{contact}。正常。", "{contact}. Well.";
    /// Not well.
    QUIET = "{contact}。已超过 45 分钟未联系上。请检查网络，以及 node-agent run 是否在运行。", "{contact}. More than 45 minutes ago: check the network, and whether `node-agent run` is running.";
    /// Never.
    NO_CONTACT = "尚未与市局联系过", "The city was never heard of";
}
