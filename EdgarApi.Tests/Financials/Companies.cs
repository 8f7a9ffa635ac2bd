using System.Collections.Concurrent;
using EdgarApi.Financials.Facts;

namespace EdgarApi.Tests.Financials;

/// <summary>Companies of the SEC's bulk files, each parsed once.</summary>
internal static class Companies
{
    public const int Apple = 320193, Nvidia = 1045810, Costco = 909832, HomeDepot = 354950, Walmart = 104169, Alphabet = 1652044, ProcterAndGamble = 80424,
        UnderArmour = 1336917, Tsmc = 1046179, Amd = 2488, Marvell = 1835632, RoyalBank = 1000275, JPMorgan = 19617;

    private static readonly ConcurrentDictionary<int, Lazy<CompanyFacts>> Parsed = new();

    public static CompanyFacts Facts(int cik) => Parsed.GetOrAdd(cik, key => new Lazy<CompanyFacts>(() => CompanyFacts.Parse(Bytes(key)))).Value;

    /// <summary>A company's facts from the archive that has it: whole, or trimmed to core concepts.</summary>
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
}
