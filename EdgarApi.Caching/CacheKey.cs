using System.Globalization;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Caching;

/// <summary>
/// Keys of cached things: <c>e:{env}:{kind}:{owner}:{version}:{hash}</c>. The owner stands in braces, Redis Cluster's hash tag, so that all of one company
/// is on one node, and the data version stands in the key, so that a new version leaves all that was made of the old one behind at once.
/// </summary>
public static class CacheKey
{
    /// <summary>The key of what is made of one company's data.</summary>
    /// <param name="space">The environment (<see cref="CacheOptions.Namespace"/>).</param>
    /// <param name="kind">What it is.</param>
    /// <param name="company">Whose data.</param>
    /// <param name="version">Which version of it.</param>
    /// <param name="hash">Of everything else that it depends on: parameters, content, code.</param>
    public static string Create(string space, CacheKind kind, Cik company, long version, string hash) =>
        string.Create(CultureInfo.InvariantCulture, $"e:{space}:{kind.Prefix}:{{{company.Value:D10}}}:{version}:{hash}");

    /// <summary>The company in a key; null in the key of what belongs to none.</summary>
    public static Cik? CompanyIn(string key)
    {
        var begin = key.IndexOf('{', StringComparison.Ordinal) + 1;
        return begin > 0 && key.IndexOf('}', begin) is > 0 and var end && Cik.TryParse(key.AsSpan(begin, end - begin), out var company) ? company : null;
    }

    /// <summary>The key of what belongs to no single company; it has no hash tag and goes to any node.</summary>
    public static string Create(string space, CacheKind kind, string hash) => $"e:{space}:{kind.Prefix}:{hash}";

    /// <summary>The key of a caller's session, which expires with the session.</summary>
    public static string ForSession(string space, string user, string session) => $"e:{space}:session:{{{user}}}:{session}";
}
