using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace ChangedValues;

/// <summary>Writes the values of all statements: company, statement, frequency, period end, metric, value, the filer's SIC code.</summary>
internal static class StatementValues
{
    /// <summary>More periods than a company has.</summary>
    private const int AllPeriods = 500;

    public static void Write(string output, string submissions, string[] archives)
    {
        var companies = archives.SelectMany(archive => GetEntries(archive).Select(entry => (archive, entry))).ToList();
        var texts = new string[companies.Count];
        Parallel.For(0, companies.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var (archive, entry) = companies[i];
            var sic = FindSic(submissions, entry);
            texts[i] = Describe(CompanyFacts.Parse(Read(archive, entry)!, sic), entry, sic);
        });
        File.WriteAllText(output, string.Concat(texts));
        Console.Error.WriteLine($"{companies.Count} companies in {output}");
    }

    private static string Describe(CompanyFacts facts, string entry, string? sic)
    {
        var text = new StringBuilder();
        foreach (var kind in Enum.GetValues<StatementKind>())
        {
            foreach (var frequency in Enum.GetValues<Frequency>())
            {
                var statement = StatementBuilder.Build(facts, new StatementRequest(kind, frequency, AllPeriods));
                foreach (var line in statement.Lines)
                    for (var i = 0; i < statement.Periods.Count; i++)
                        text.Append(CultureInfo.InvariantCulture, $"{entry}\t{kind}\t{frequency}\t{statement.Periods[i].End:yyyy-MM-dd}\t")
                            .Append(CultureInfo.InvariantCulture, $"{line.Id}\t{line.Values[i].Value}\t{sic}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>The filer's SIC code; null for a filer without submissions.</summary>
    private static string? FindSic(string submissions, string entry)
    {
        if (Read(submissions, entry) is not { } bytes) return null;
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.TryGetProperty("sic", out var sic) ? sic.GetString() : null;
    }

    private static List<string> GetEntries(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        return [.. zip.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(".json", StringComparison.Ordinal))];
    }

    private static byte[]? Read(string archive, string entry)
    {
        using var zip = ZipFile.OpenRead(archive);
        if (zip.GetEntry(entry) is not { } found) return null;
        using var stream = found.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
