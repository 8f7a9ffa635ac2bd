using System.Collections.Concurrent;
using EdgarApi.Financials.Facts;
using EdgarApi.Tests;

namespace EdgarApi.Financials.Tests;

/// <summary>Companies of the SEC's bulk files, each parsed once.</summary>
internal static class Companies
{
    public const int
        Apple = 320193,
        Nvidia = 1045810,
        Costco = 909832,
        HomeDepot = 354950,
        Walmart = 104169,
        Alphabet = 1652044,
        ProcterAndGamble = 80424,
        UnderArmour = 1336917,
        Tsmc = 1046179,
        Amd = 2488,
        Marvell = 1835632,
        RoyalBank = 1000275,
        JPMorgan = 19617,
        McDonalds = 63908,
        Nike = 320187,
        Tesla = 1318605,
        Herc = 1364479,
        Hertz = 1657853,
        Nikola = 1731289,
        Celadon = 865941,
        SunEdison = 945436,
        Sunation = 22701,
        Snowflake = 1640147,
        BankOfMontreal = 927971,
        Scotiabank = 9631,
        TorontoDominion = 947263,
        LogisticProperties = 1997711,
        ConocoPhillips = 1163165,
        Caterpillar = 18230,
        BankOfAmerica = 70858;

    private static readonly ConcurrentDictionary<int, Lazy<CompanyFacts>> Parsed = new();

    public static CompanyFacts Facts(int cik) =>
        Parsed.GetOrAdd(cik, key => new Lazy<CompanyFacts>(() => CompanyFacts.Parse(Bytes(key)))).Value;

    /// <summary>A company's facts from the archive that has it, complete or trimmed to core concepts.</summary>
    public static byte[] Bytes(int cik)
    {
        try
        {
            return EdgarData.CompanyFacts(cik);
        }
        catch (FileNotFoundException)
        {
            return EdgarData.Read("companyfacts-trimmed.zip", $"CIK{cik:D10}.json");
        }
    }

    /// <summary>The 26 companies with complete files.</summary>
    public static IReadOnlyList<int> Complete { get; } = GetEntries("companyfacts.zip");

    /// <summary>The 77 companies with files trimmed to core concepts.</summary>
    public static IReadOnlyList<int> Trimmed { get; } = GetEntries("companyfacts-trimmed.zip");

    private static List<int> GetEntries(string archive)
    {
        using var zip = System.IO.Compression.ZipFile.OpenRead(EdgarData.GetPath(archive));
        return
        [
            .. zip.Entries
                .Where(entry => entry.Name.EndsWith(".json", StringComparison.Ordinal))
                .Select(entry => int.Parse(entry.Name[3..13]))
                .Order(),
        ];
    }
}
