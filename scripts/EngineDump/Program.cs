using System.IO.Compression;
using EdgarApi.Financials.Facts;

namespace EngineDump;

/// <summary>
/// Writes all answers of the engine about all companies as text, one file per company: <c>EngineDump OUTPUT REASONS INPUT…</c>. An input is
/// a zip of the SEC's company facts or a folder of snapshots. REASONS maps texts of reasons to new ones, tab-separated, one pair per line;
/// a dash instead maps no text.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [var output, var reasons, _, ..])
        {
            Console.Error.WriteLine("EngineDump OUTPUT REASONS INPUT…");
            return 2;
        }
        var texts = ReasonTexts.Read(reasons);
        Directory.CreateDirectory(output);
        var companies = arguments.Skip(2).SelectMany(Companies).ToList();
        Parallel.ForEach(companies, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, company =>
            File.WriteAllText(Path.Combine(output, company.Name + ".txt"), new CompanyDump(company.Read(), texts).ToText()));
        Console.Error.WriteLine($"{companies.Count} companies in {output}");
        return 0;
    }

    private static IEnumerable<(string Name, Func<CompanyFacts> Read)> Companies(string input)
    {
        var prefix = Path.GetFileNameWithoutExtension(input);
        if (Directory.Exists(input))
        {
            foreach (var file in Directory.GetFiles(input, "*.facts").Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileNameWithoutExtension(file);
                yield return ($"{prefix}-{name}", () => CompanyFacts.FromSnapshot(File.ReadAllBytes(file)));
            }

            yield break;
        }
        using var zip = ZipFile.OpenRead(input);
        foreach (var name in zip.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
            yield return ($"{prefix}-{Path.GetFileNameWithoutExtension(name)}", () => CompanyFacts.Parse(Read(input, name)));
    }

    private static byte[] Read(string archive, string entry)
    {
        using var zip = ZipFile.OpenRead(archive);
        using var stream = zip.GetEntry(entry)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
