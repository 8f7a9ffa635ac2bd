using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>A metric's value in a period; rules that subtract know that it has one.</summary>
internal readonly record struct PeriodValue(FiscalPeriod Period, MetricValue Value)
{
    public decimal Amount => Value.Value!.Value;
}

/// <summary>A metric's values in a fiscal year and its first three quarters.</summary>
internal readonly record struct YearAndQuarters(PeriodValue Year, PeriodValue[] Quarters)
{
    /// <summary>The values for the year of a fourth quarter; null for other periods and if a value is missing.</summary>
    public static YearAndQuarters? Find(in RuleContext context)
    {
        if (context.Period is not { Kind: FiscalPeriodKind.Quarter, Quarter: 4 } || context.ReportedYear is not { } year) return null;
        var quarters = new PeriodValue[3];
        for (var i = 0; i < 3; i++)
        {
            if (year.Quarter(i + 1) is not { } quarter) return null;
            quarters[i] = new PeriodValue(quarter, context.GetOwn(quarter));
            if (quarters[i].Value.Value is null) return null;
        }
        var whole = context.GetOwn(year.Period);
        return whole.Value is null ? null : new YearAndQuarters(new PeriodValue(year.Period, whole), quarters);
    }
}

/// <summary>A metric's values in the four quarters of trailing twelve months.</summary>
internal static class QuartersOfTwelveMonths
{
    /// <summary>The quarters; null for other periods and where a value is missing.</summary>
    /// <param name="context">Metric and twelve months.</param>
    /// <param name="unknown">The missing value whose reason is the twelve months' too, if any.</param>
    public static PeriodValue[]? Find(in RuleContext context, out MetricValue? unknown)
    {
        unknown = null;
        if (context.Period.Kind != FiscalPeriodKind.TrailingTwelveMonths
            || context.Model.Calendar.GetQuarters(context.Period) is not { } periods) return null;
        var quarters = new PeriodValue[periods.Length];
        for (var i = 0; i < periods.Length; i++)
        {
            quarters[i] = new PeriodValue(periods[i], context.GetOwn(periods[i]));
            if (quarters[i].Value.ReasonCode == ReasonCode.DilutionDiffers) unknown = quarters[i].Value;
        }
        return Array.TrueForAll(quarters, quarter => quarter.Value.Value is not null) ? quarters : null;
    }
}
