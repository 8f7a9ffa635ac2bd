namespace EdgarApi.Financials.Statements;

/// <summary>Why a value is missing, as a stable code for programs. The text beside it may change.</summary>
public enum ReasonCode
{
    /// <summary>No filing that counts has a fact for it.</summary>
    NotReported,

    /// <summary>The metric belongs to filers of another kind, such as banks.</summary>
    OtherFamily,

    /// <summary>The longer period was restated and its part was not, so that their difference would mix two bases.</summary>
    PartNotRestated,

    /// <summary>The longer period and its part have concepts that the filer never used for the same figure.</summary>
    DifferentConcepts,

    /// <summary>The restated statement no longer has this line.</summary>
    NotInRestatedStatement,

    /// <summary>Reported only before a restatement.</summary>
    BeforeRestatement,

    /// <summary>Reported for a part of revenue only.</summary>
    PartOfRevenue,

    /// <summary>Reported for a part of the assets only.</summary>
    PartOfAssets,

    /// <summary>Reported for a part of equity only.</summary>
    PartOfEquity,

    /// <summary>Reported for continuing operations only, in a period with discontinued ones.</summary>
    ContinuingOperations,

    /// <summary>Reported only for an income that differs from the one shown.</summary>
    OtherIncome,

    /// <summary>Reported for the year only.</summary>
    YearOnly,

    /// <summary>The difference is negative, which the metric cannot be.</summary>
    NegativeDifference,

    /// <summary>An outlay that was filed as an inflow.</summary>
    FiledAsInflow,

    /// <summary>More than all liabilities due after a year.</summary>
    ExceedsNoncurrentLiabilities,

    /// <summary>The costs above the total are not all reported.</summary>
    CostsUnknown,

    /// <summary>The year and its quarters do not count dilution alike.</summary>
    DilutionDiffers,

    /// <summary>Reported as the total of segments only.</summary>
    SegmentTotal,

    /// <summary>Reported outside the balance sheet, which it does not close.</summary>
    OutsideBalanceSheet,

    /// <summary>The measure has no meaning for a bank or insurer.</summary>
    NotMeaningful,

    /// <summary>Ratios: the period that many years earlier is not on file.</summary>
    NoEarlierPeriod,

    /// <summary>Ratios: no twelve months end with the period.</summary>
    NoTwelveMonths,

    /// <summary>Ratios: the balance sheet does not separate current from noncurrent.</summary>
    UnclassifiedBalanceSheet,

    /// <summary>Ratios: a divisor is zero or negative.</summary>
    DivisorNotPositive,

    /// <summary>Ratios: a balance or the base of a root is negative.</summary>
    NegativeBase,
}

/// <summary>Names and texts of reasons.</summary>
public static class ReasonCodes
{
    private static readonly string[] Names =
        [.. Enum.GetNames<ReasonCode>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>The name that clients see, as in <c>notReported</c>.</summary>
    public static string ToName(this ReasonCode code) => Names[(int)code];

    /// <summary>The reason that clients see under a name; null for an unknown one.</summary>
    public static ReasonCode? FromName(string? name) => Array.IndexOf(Names, name) is >= 0 and var index ? (ReasonCode)index : null;

    /// <summary>The text of the reason.</summary>
    internal static string ToText(this ReasonCode code) => code switch
    {
        ReasonCode.NotReported => "not reported",
        ReasonCode.PartNotRestated => "the longer period was restated, its part was not",
        ReasonCode.DifferentConcepts =>
            "the longer period and its part have different concepts, and no period shows that they are one measure",
        ReasonCode.NotInRestatedStatement => "not in the restated statement",
        ReasonCode.BeforeRestatement => "reported before a restatement only",
        ReasonCode.PartOfRevenue => "reported for a part of revenue only",
        ReasonCode.PartOfAssets => "reported for a part of the assets only",
        ReasonCode.PartOfEquity => "reported for a part of equity only",
        ReasonCode.ContinuingOperations => "reported for continuing operations only",
        ReasonCode.OtherIncome => "reported for another income than the one shown",
        ReasonCode.YearOnly => "reported for the year only",
        ReasonCode.NegativeDifference => "the derived value would be negative",
        ReasonCode.FiledAsInflow => "filed as an inflow",
        ReasonCode.ExceedsNoncurrentLiabilities => "more than all liabilities due after a year",
        ReasonCode.CostsUnknown => "the costs above it are not all reported",
        ReasonCode.DilutionDiffers => "the year and its quarters do not count dilution alike",
        ReasonCode.SegmentTotal => "reported as the total of segments only",
        ReasonCode.OutsideBalanceSheet => "reported outside the balance sheet, which it does not close",
        ReasonCode.NotMeaningful => "without meaning for a bank or insurer",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "The text of this reason depends on the case."),
    };
}
