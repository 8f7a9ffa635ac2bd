using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Contract;

/// <summary>Names of periods in texts.</summary>
internal static class PeriodNames
{
    public static string GetPlural(Frequency frequency) => frequency switch
    {
        Frequency.Quarterly => "quarters",
        Frequency.Ttm => "trailing twelve months",
        _ => "fiscal years",
    };

    /// <summary>A point in time at the end of a text; empty for now.</summary>
    public static string DescribeAsOf(DateOnly? asOf) => asOf is { } day ? $" as of {day:yyyy-MM-dd}" : "";
}
