using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using EdgarApi.Accounts;
using EdgarApi.Caching;
using EdgarApi.Storage;
using EdgarApi.Warmer.Warming;

namespace EdgarApi.Tests.Storage.Schema.Releases;

/// <summary>
/// The texts in the programs' code that begin a statement. They tell the statements of programs from those of tests and of the driver, and
/// which statements a run did not execute. The driver sends a text with several statements one by one.
/// </summary>
internal static partial class ProgramStatements
{
    private static readonly Type[] Assemblies =
        [typeof(StorageExtensions), typeof(CachingExtensions), typeof(AccountsExtensions), typeof(WarmingOptions)];

    /// <summary>The texts, each in one line and with the same sign for all parameters.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        .. Assemblies.Select(type => type.Assembly.Location).SelectMany(ReadTexts).Where(text => Beginning().IsMatch(text))
            .SelectMany(text => text.Split(';')).Where(text => Beginning().IsMatch(text))
            .Select(Normalize).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a program's code has the beginning of a statement.</summary>
    public static bool Contain(string sql)
    {
        var normal = Normalize(sql);
        return Texts.Any(text => normal.StartsWith(text, StringComparison.Ordinal));
    }

    /// <summary>The texts that none of the statements begins with.</summary>
    public static IReadOnlyList<string> FindMissing(IEnumerable<string> statements)
    {
        var executed = statements.Select(Normalize).ToList();
        return [.. Texts.Where(text => !executed.Exists(sql => sql.Contains(text, StringComparison.Ordinal)))];
    }

    private static List<string> ReadTexts(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var texts = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
            texts.Add(metadata.GetUserString(handle));
        return texts;
    }

    private static string Normalize(string sql) => Space().Replace(Parameter().Replace(sql, "?"), " ").Trim();

    /// <summary>A statement or its beginning, at least a few words long.</summary>
    [GeneratedRegex(@"\A\s*(select|insert into|update|delete from|with|copy)\s+\S+\s+\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"[@$]\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
