namespace EdgarApi.Accounts;

/// <summary>The limits of a caller; a row of <c>tiers.json</c>. Null means unlimited.</summary>
/// <param name="Name">Name as in <c>users.subscription_tier</c> and in responses.</param>
/// <param name="Rank">Position in the list; lower ranks are rejected first under overload.</param>
/// <param name="RequestsPerMinute">Sustained rate in requests per minute.</param>
/// <param name="RequestsPerDay">Requests per UTC day.</param>
/// <param name="Burst">Requests allowed at once, in addition to the sustained rate.</param>
/// <param name="Concurrent">Maximum number of concurrent requests over all processes.</param>
/// <param name="Periods">Maximum number of periods of a statement or series, that is the depth of the history.</param>
/// <param name="FactsPerPage">Maximum number of facts per page.</param>
/// <param name="Exports">Names of allowed formats besides JSON (<c>csv</c>); <c>*</c> allows all.</param>
public sealed record Tier(
    string Name, int Rank, int? RequestsPerMinute, int? RequestsPerDay, int? Burst, int? Concurrent, int? Periods, int? FactsPerPage,
    IReadOnlyList<string> Exports)
{
    /// <summary>Whether responses can have a format besides JSON.</summary>
    public bool Allows(string format) => Exports.Contains("*") || Exports.Contains(format, StringComparer.OrdinalIgnoreCase);
}
