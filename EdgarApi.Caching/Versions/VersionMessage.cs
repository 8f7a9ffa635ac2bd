using System.Globalization;
using EdgarApi.Financials.Companies;
using StackExchange.Redis;

namespace EdgarApi.Caching.Versions;

/// <summary>The format of announced versions on Redis pub/sub: <c>320193:41,1045810:42</c>.</summary>
public static class VersionMessage
{
    /// <summary>Returns the channel of an environment, which separates environments that share a Redis server.</summary>
    public static RedisChannel GetChannel(CacheOptions options) => RedisChannel.Literal($"e:{options.Namespace}:versions");

    /// <summary>Formats a message.</summary>
    public static string Format(IEnumerable<(Cik Cik, long Version)> versions) =>
        string.Join(',', versions.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Cik.Value}:{item.Version}")));

    /// <summary>Parses a message; skips invalid parts.</summary>
    public static IEnumerable<(Cik Cik, long Version)> Parse(string message)
    {
        foreach (var part in message.Split(',', StringSplitOptions.RemoveEmptyEntries))
            if (part.Split(':') is [var cik, var version] && Cik.TryParse(cik, out var parsed)
                && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                yield return (parsed, number);
    }
}
