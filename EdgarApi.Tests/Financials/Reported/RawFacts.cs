using System.Text.Json;
using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Tests.Financials.Reported;

/// <summary>A company's facts read straight from the SEC's JSON, without the engine.</summary>
internal sealed class RawFacts : IDisposable
{
    private static readonly string[] Periodic = ["10-K", "10-Q", "10-KT", "10-QT", "20-F", "40-F"];

    private readonly JsonDocument _json;

    public RawFacts(int cik) => _json = JsonDocument.Parse(Companies.Bytes(cik));

    /// <summary>Every concept and unit that a periodic report gives a value for the period, or for its last day.</summary>
    public IEnumerable<(string Concept, string Unit)> ReportedFor(FiscalPeriod period) =>
        from taxonomy in _json.RootElement.GetProperty("facts").EnumerateObject()
        from concept in taxonomy.Value.EnumerateObject()
        from unit in concept.Value.GetProperty("units").EnumerateObject()
        where unit.Value.EnumerateArray().Any(row => IsPeriodic(row) && IsOf(row, period))
        select ($"{taxonomy.Name}:{concept.Name}", unit.Name);

    /// <summary>Every value filed of a concept in a unit.</summary>
    public IEnumerable<decimal> ValuesOf(string concept, string unit)
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

    private static bool IsOf(JsonElement row, FiscalPeriod period) =>
        IsNear(row.GetProperty("end"), period.End) && (!row.TryGetProperty("start", out var start) || IsNear(start, period.Start));

    /// <summary>Filers tag one period up to three days apart.</summary>
    private static bool IsNear(JsonElement day, DateOnly other) => Math.Abs(DateOnly.Parse(day.GetString()!).DayNumber - other.DayNumber) <= 3;
}
