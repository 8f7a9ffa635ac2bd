using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Storage.Screening;

/// <summary>Keys of the periods that frames and screens compare. Calendar periods have the SEC's keys (<c>CY2024Q1</c>).</summary>
public static class ScreeningPeriods
{
    /// <summary>Flows of each company's newest fiscal year, and balances of its newest balance sheet.</summary>
    public const string Latest = "latest";

    /// <summary>Each company's newest twelve months: trailing, or a fiscal year if that ends later.</summary>
    public const string TwelveMonths = "ttm";

    /// <summary>Stored key of the balances of <see cref="Latest"/>.</summary>
    internal const string LatestBalance = Latest + "I";

    /// <summary>Gets the stored keys of a period.</summary>
    internal static string[] GetStoredKeys(string period) => period == Latest ? [Latest, LatestBalance] : [period];

    /// <summary>Whether a stored row has balances only.</summary>
    internal static bool IsBalance(string storedKey) => storedKey.EndsWith('I');

    /// <summary>Gets the period whose rows a stored key belongs to.</summary>
    internal static string FromStoredKey(string storedKey) => storedKey == LatestBalance ? Latest : storedKey;

    /// <summary>Gets the stored key of a flow's calendar period; null if it fits none.</summary>
    internal static string? GetKey(FiscalPeriod period) => CalendarPeriod.From(period)?.Key;
}
