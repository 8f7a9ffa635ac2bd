using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Audit;

/// <summary>Traces a value back to the rows of the file: looks up each row and computes each derivation again.</summary>
internal sealed class Provenance(CompanyFacts facts)
{
    /// <summary>Why the value does not trace; null if it does.</summary>
    public string? FindFault(MetricValue value)
    {
        if (value.Source is not { } source) return "no source";
        var given = source.Value * source.Factor;
        return FindFault(source) ?? (IsRounded(given, value.Value!.Value) ? null : $"shown as {value.Value}, its source gives {given}");
    }

    private string? FindFault(Source source)
    {
        if (source.Operands.Count == 0) return IsOnFile(source) ? null
            : $"no row {source.Concept} {source.Unit} {source.Start:O} {source.End:O} of {source.Accession} is {source.Value}";
        if (source.Derivation is null) return $"{source.Concept} has operands without a derivation";
        foreach (var operand in source.Operands)
            if (FindFault(operand) is { } fault) return fault;
        var computed = Compute(source);
        return IsRounded(computed, source.Value) ? null : $"{source.Derivation} gives {computed}, not {source.Value}";
    }

    private static decimal Compute(Source source)
    {
        if (source.IsQuotient)
            return source.Operands[0].Value * source.Operands[0].Factor / (source.Operands[1].Value * source.Operands[1].Factor);
        var sum = 0m;
        foreach (var operand in source.Operands) sum += operand.Value * operand.Factor;
        return sum;
    }

    /// <summary>Whether a value equals the computed one to its digits. Amounts, which are only added, must be exactly equal.</summary>
    private static bool IsRounded(decimal computed, decimal shown) =>
        computed == shown || computed.Scale > shown.Scale
            && Math.Abs(computed - shown) <= 0.5m / (decimal)Math.Pow(10, shown.Scale) + Thresholds.Negligible;

    /// <summary>Whether the file has the row with the same concept, unit, period, filing and value, digit for digit.</summary>
    private bool IsOnFile(Source source)
    {
        var position = facts.SeriesIndex.Find(source.Concept, source.Unit);
        if (position < 0) return false;
        var (series, columns) = (facts.Series[position], facts.Columns);
        int start = source.Start?.DayNumber ?? FactColumns.Instant, end = source.End.DayNumber;
        for (var row = FindFirst(columns.End, series, end); row < series.End && columns.End[row] == end; row++)
        {
            if (columns.Start[row] == start && columns.Value[row] == source.Value
                && facts.Filings[columns.Filing[row]].AccessionText == source.Accession) return true;
        }
        return false;
    }

    private static int FindFirst(int[] ends, FactSeries series, int end)
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
