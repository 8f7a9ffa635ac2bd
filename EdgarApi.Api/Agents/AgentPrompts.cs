using System.ComponentModel;
using ModelContextProtocol.Server;

namespace EdgarApi.Api.Agents;

/// <summary>Prompts for tasks that need several tools.</summary>
[McpServerPromptType]
internal sealed class AgentPrompts
{
    [McpServerPrompt(Name = "compare_margins", Title = "Compare margins")]
    [Description("Compares the margins of two companies over fiscal years, with sources.")]
    public static string CompareMargins(
        [Description("Ticker or CIK of the first company.")] string first,
        [Description("Ticker or CIK of the second company.")] string second,
        [Description("Number of fiscal years, 1 to 40. Default: 5.")] string years = "5") =>
        $"""
        Compare the margins of {first} and {second} over the last {years} fiscal years.

        1. Call get_ratios for each company with freq=annual, periods={years} and
           fields=GrossMargin,OperatingMargin,NetMargin,FreeCashFlowMargin.
        2. Call get_time_series with companies={first},{second}, metrics=Revenue,NetIncome, periods={years} and growth=true.
        3. Show one table per margin: fiscal years in rows, companies in columns, in percent with one decimal. Fiscal years of different
           companies may end in different months; give the end of each.
        4. Say in at most five sentences what differs and since when, with the figures. Do not explain a cause that the data does not show.
        5. Where a value is missing, give its reason code instead of a number. List the accession number of each column as its source.
        """;

    [McpServerPrompt(Name = "explain_quarter", Title = "Explain a quarter")]
    [Description("Explains what changed in a company's quarter against the year before, with sources.")]
    public static string ExplainQuarter(
        [Description("Ticker or CIK of the company.")] string company,
        [Description("Last day of the quarter, YYYY-MM-DD. Default: the newest quarter.")] string? end = null) =>
        $"""
        Explain the {(end is null ? "newest quarter" : $"quarter that ends on or before {end}")} of {company} against the same quarter of
        the year before.

        1. Call get_statement three times, with statement=income, balance and cashflow, freq=quarterly and periods=5{To(end)}. The first
           column is the quarter, the fifth the one of the year before.
        2. Call list_filings with form=10-Q,10-K,8-K{To(end)} for the filing of the quarter and its announcement.
        3. Show revenue, gross profit, operating income, net income, diluted EPS and operating cash flow of both quarters, with the change
           in percent.
        4. Name the three lines that moved net income most, with their amounts. Then say what changed in cash, debt and inventory.
        5. Cite the accession number and URL of each column. A value whose filing differs from its column's is listed in otherAccessions.
           A fourth quarter is derived from the year and nine months; say so.
        """;

    private static string To(string? end) => end is null ? "" : $", to={end}";
}
