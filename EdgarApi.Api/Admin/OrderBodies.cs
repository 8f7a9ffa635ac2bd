using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Requests;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Admin;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record IngestBody(
    [property: Description("Whether to ingest the whole source. By default only new data is read, if the source supports that.")]
    bool? Full,
    [property: Description(
        "Whether to replace companies for which the source has much less than is stored. By default they are refused, and count as " +
        "failed.")]
    bool? AcceptSmaller) : IBody
{
    public void Check(BodyErrors errors)
    {
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DrillRecordBody(
    [property: Description("Name of the drill: 1 to 40 of a-z and '-'. Required.")] string? Drill,
    [property: Description("Whether it met its targets; absent while it runs.")] bool? Passed,
    [property: Description("What it did and found, at most 50 texts. Required.")] IReadOnlyList<string>? Notes) : IBody
{
    private const int MaxName = 40, MaxNotes = 50, MaxNote = 500;

    public void Check(BodyErrors errors)
    {
        if (Drill is not { Length: >= 1 and <= MaxName } || !Drill.All(letter => letter is (>= 'a' and <= 'z') or '-'))
            errors.Add("drill", $"must be 1 to {MaxName} of a-z and '-'");
        if (Notes is not { Count: <= MaxNotes }) errors.Add("notes", $"must be a list of at most {MaxNotes} texts");
        else foreach (var note in Notes) errors.CheckText("notes", note, MaxNote, isRequired: true);
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WarmBody(
    [property: Description("Tickers or CIKs, at most 500. Companies without loaded data are skipped.")] IReadOnlyList<string>? Companies,
    [property: Description(
        $"Instead of companies: {WarmStrategies.PopularCompanies}, {WarmStrategies.UpcomingEarnings} or {WarmStrategies.RecentQueries}.")]
    string? Strategy) : IBody
{
    private const int MaxIdLength = 40;

    public void Check(BodyErrors errors)
    {
        if (Companies is not null && Strategy is not null) errors.Add("strategy", "cannot be combined with companies");
        if (Strategy is not null && !WarmStrategies.Orderable.Contains(Strategy))
            errors.Add("strategy", $"must be one of {string.Join(", ", WarmStrategies.Orderable)}");
        if (Companies is null) return;
        if (Companies.Count is 0 or > WarmStrategies.MaxCompanies)
            errors.Add("companies", $"must name 1 to {WarmStrategies.MaxCompanies}");
        // Null items count as missing.
        foreach (var company in Companies.Take(WarmStrategies.MaxCompanies))
            errors.CheckText("companies", company, MaxIdLength, isRequired: true);
    }
}
