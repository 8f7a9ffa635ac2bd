using System.Globalization;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Caching;

/// <summary>
/// Keys of cached values: <c>e:{env}:{kind}:{owner}:{version}:{hash}</c>. The owner is in braces, Redis Cluster's hash tag, so that all
/// keys of a company are on one node. The data version is part of the key, so that a new version immediately abandons all values of the old
/// one.
/// </summary>
public static class CacheKey
{
    /// <summary>Creates the key of a value computed from one company's data.</summary>
    /// <param name="space">The environment (<see cref="CacheOptions.Namespace"/>).</param>
    /// <param name="kind">The kind of value.</param>
    /// <param name="company">The company.</param>
    /// <param name="version">The version of the company's data.</param>
    /// <param name="hash">Hash of everything else that the value depends on: parameters, content, code.</param>
    public static string Create(string space, CacheKind kind, Cik company, long version, string hash) =>
        string.Create(CultureInfo.InvariantCulture, $"e:{space}:{kind.Prefix}:{{{company.Value:D10}}}:{version}:{hash}");

    /// <summary>Extracts the company from a key; null if the key belongs to no single company.</summary>
    public static Cik? GetCompany(string key)
    {
        var begin = key.IndexOf('{', StringComparison.Ordinal) + 1;
        return begin > 0 && key.IndexOf('}', begin) is > 0 and var end && Cik.TryParse(key.AsSpan(begin, end - begin), out var company)
            ? company : null;
    }

    /// <summary>Creates the key of a value that belongs to no single company. Without a hash tag it may be on any node.</summary>
    public static string Create(string space, CacheKind kind, string hash) => $"e:{space}:{kind.Prefix}:{hash}";

    /// <summary>Creates the key of a session, which expires with the session.</summary>
    public static string ForSession(string space, string user, string session) => $"e:{space}:session:{{{user}}}:{session}";
}
