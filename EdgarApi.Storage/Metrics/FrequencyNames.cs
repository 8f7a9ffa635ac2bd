using EdgarApi.Financials.Statements;

namespace EdgarApi.Storage.Metrics;

/// <summary>Names of frequencies in the database.</summary>
internal static class FrequencyNames
{
    public static string ToName(this Frequency frequency) => frequency switch
    {
        Frequency.Annual => "annual",
        Frequency.Quarterly => "quarterly",
        _ => "ttm",
    };

    public static Frequency FromName(string name) => name switch
    {
        "annual" => Frequency.Annual,
        "quarterly" => Frequency.Quarterly,
        _ => Frequency.Ttm,
    };
}
