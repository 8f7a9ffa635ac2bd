using System.Text.Json;
using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Financials.Tests.Reported;

/// <summary>A company's facts read straight from the SEC's JSON, without the engine.</summary>
internal sealed class RawFacts : IDisposable
{
    private static readonly string[] Periodic = ["10-K", "10-Q", "10-KT", "10-QT", "20-F", "40-F"];

    private readonly JsonDocument _json;

    /// <summary>The days for which a filing reports total assets.</summary>
    private readonly HashSet<(string Filing, string Day)> _balanceSheets;

    public RawFacts(int cik)
    {
        _json = JsonDocument.Parse(Companies.Bytes(cik));
        _balanceSheets = [.. from taxonomy in _json.RootElement.GetProperty("facts").EnumerateObject()
                             from concept in taxonomy.Value.EnumerateObject()
                             where concept.Name == "Assets"
                             from unit in concept.Value.GetProperty("units").EnumerateObject()
                             from row in unit.Value.EnumerateArray()
                             select (row.GetProperty("accn").GetString()!, row.GetProperty("end").GetString()!)];
    }

    /// <summary>
    /// Every concept and unit that a periodic report gives a value for the period or its last day. Amounts of future periods do not count.
    /// </summary>
    public IEnumerable<(string Concept, string Unit)> ReportedFor(FiscalPeriod period) =>
        from taxonomy in _json.RootElement.GetProperty("facts").EnumerateObject()
        from concept in taxonomy.Value.EnumerateObject()
        from unit in concept.Value.GetProperty("units").EnumerateObject()
        where unit.Value.EnumerateArray().Any(row =>
            IsPeriodic(row) && IsOf(row, period, taxonomy.Name == "dei") && !(unit.Name.Length == 3 && IsOfTheFuture(row)))
        select ($"{taxonomy.Name}:{concept.Name}", unit.Name);

    /// <summary>Every filed value of a concept in a unit.</summary>
    public IEnumerable<decimal> GetValues(string concept, string unit)
    {
        var name = concept.Split(':');
        return _json.RootElement.GetProperty("facts").GetProperty(name[0]).GetProperty(name[1]).GetProperty("units").GetProperty(unit)
            .EnumerateArray().Select(row => row.GetProperty("val").GetDecimal());
    }

    public void Dispose() => _json.Dispose();

    private static bool IsPeriodic(JsonElement row)
    {
        var form = row.GetProperty("form").GetString()!;
        return Periodic.Contains(form.EndsWith("/A", StringComparison.Ordinal) ? form[..^2] : form);
    }

    /// <summary>
    /// A balance dated a few days off belongs to another day, unless its filing uses that date for the whole balance sheet.
    /// </summary>
    private bool IsOf(JsonElement row, FiscalPeriod period, bool isOnCover)
    {
        var end = row.GetProperty("end");
        if (!IsNear(end, period.End))
            return false;
        if (row.TryGetProperty("start", out var start))
            return IsNear(start, period.Start);
        return isOnCover
            || end.GetString() == period.End.ToString("yyyy-MM-dd")
            || _balanceSheets.Contains((row.GetProperty("accn").GetString()!, end.GetString()!));
    }

    private static bool IsOfTheFuture(JsonElement row) =>
        string.CompareOrdinal(row.GetProperty("end").GetString(), row.GetProperty("filed").GetString()) > 0;

    /// <summary>Dates that filers give for one period differ by up to three days.</summary>
    private static bool IsNear(JsonElement day, DateOnly other) =>
        Math.Abs(DateOnly.Parse(day.GetString()!).DayNumber - other.DayNumber) <= 3;
}
