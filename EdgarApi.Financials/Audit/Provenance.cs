using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Audit;

/// <summary>Follows a value back to the rows of the file: looks each up again, and computes the derivations anew.</summary>
internal sealed class Provenance(CompanyFacts facts)
{
    /// <summary>Shares are whole, per-share figures and ratios have four decimals or more: half a last digit, twice where an operand was rounded too.</summary>
    private const decimal ShareRounding = 4, DecimalRounding = 0.0004m;

    /// <summary>Why the value does not trace, or null where it does.</summary>
    public string? Fault(MetricValue value, UnitKind unit)
    {
        if (value.Source is not { } source) return "no source";
        var computed = source.Value * source.Factor;
        return FaultOf(source, unit) ?? (IsNear(computed, value.Value!.Value, unit) ? null : $"shown as {value.Value}, its source gives {computed}");
    }

    private string? FaultOf(Source source, UnitKind unit)
    {
        if (source.Operands.Count == 0) return IsOnFile(source) ? null : $"no row {source.Concept} {source.Unit} {source.Start:O} {source.End:O} of {source.Accession} is {source.Value}";
        if (source.Derivation is null) return $"{source.Concept} has operands without a derivation";
        foreach (var operand in source.Operands)
            if (FaultOf(operand, UnitKind.Currency) is { } fault) return fault;
        var computed = Compute(source);
        return IsNear(computed, source.Value, unit) ? null : $"{source.Derivation} gives {computed}, not {source.Value}";
    }

    private static decimal Compute(Source source)
    {
        if (source.IsQuotient) return source.Operands[0].Value * source.Operands[0].Factor / (source.Operands[1].Value * source.Operands[1].Factor);
        var sum = 0m;
        foreach (var operand in source.Operands) sum += operand.Value * operand.Factor;
        return sum;
    }

    private static bool IsNear(decimal computed, decimal shown, UnitKind unit) => unit switch
    {
        UnitKind.Currency => computed == shown,
        UnitKind.Shares => Math.Abs(computed - shown) <= ShareRounding,
        _ => Math.Abs(computed - shown) <= DecimalRounding,
    };

    /// <summary>Whether the file has the row: concept, unit, period, filing and value, digit for digit.</summary>
    private bool IsOnFile(Source source)
    {
        var position = facts.SeriesIndex.Find(source.Concept, source.Unit);
        if (position < 0) return false;
        var (series, columns) = (facts.Series[position], facts.Columns);
        int start = source.Start?.DayNumber ?? FactColumns.Instant, end = source.End.DayNumber;
        for (var row = FirstOf(columns.End, series, end); row < series.End && columns.End[row] == end; row++)
        {
            if (columns.Start[row] == start && columns.Value[row] == source.Value && facts.Filings[columns.Filing[row]].AccessionText == source.Accession) return true;
        }
        return false;
    }

    private static int FirstOf(int[] ends, FactSeries series, int end)
    {
        int low = series.First, high = series.End;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ends[middle] < end) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
