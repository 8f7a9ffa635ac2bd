namespace EdgarApi.Accounts;

/// <summary>What a caller may ask of the API; a row of <c>tiers.json</c>. Null is unlimited.</summary>
/// <param name="Name">As in <c>users.subscription_tier</c> and in answers.</param>
/// <param name="Rank">Place in the list: under overload the lowest is shed first.</param>
/// <param name="RequestsPerMinute">Sustained rate.</param>
/// <param name="RequestsPerDay">Requests in 24 hours.</param>
/// <param name="Burst">Requests at once on top of the sustained rate.</param>
/// <param name="Concurrent">Requests under way at the same time, over all processes.</param>
/// <param name="Periods">Periods of one statement or series at most: the depth of the history.</param>
/// <param name="FactsPerPage">Facts of one page at most.</param>
/// <param name="Exports">Formats besides JSON by name (<c>csv</c>); <c>*</c> is all of them.</param>
public sealed record Tier(
    string Name, int Rank, int? RequestsPerMinute, int? RequestsPerDay, int? Burst, int? Concurrent, int? Periods, int? FactsPerPage, IReadOnlyList<string> Exports)
{
    /// <summary>Whether answers may have a format besides JSON.</summary>
    public bool Allows(string format) => Exports.Contains("*") || Exports.Contains(format, StringComparer.OrdinalIgnoreCase);
}
