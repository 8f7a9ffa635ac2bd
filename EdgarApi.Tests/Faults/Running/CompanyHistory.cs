using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>The files of a real company as they were on earlier days: without what was filed later.</summary>
internal static class CompanyHistory
{
    /// <summary>The facts that were filed up to a day.</summary>
    public static byte[] GetFacts(byte[] all, DateOnly day)
    {
        var document = JsonNode.Parse(all)!;
        foreach (var (_, taxonomy) in document["facts"]!.AsObject())
        {
            foreach (var (_, concept) in taxonomy!.AsObject())
            {
                foreach (var (_, facts) in concept!["units"]!.AsObject())
                    facts!.AsArray().RemoveAll(fact => IsAfter(fact!["filed"], day));
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    /// <summary>The submissions up to a day.</summary>
    public static byte[] GetSubmissions(byte[] all, DateOnly day)
    {
        var document = JsonNode.Parse(all)!;
        var recent = document["filings"]!["recent"]!.AsObject();
        var dates = recent["filingDate"]!.AsArray();
        int[] kept = [.. Enumerable.Range(0, dates.Count).Where(index => !IsAfter(dates[index], day))];
        foreach (var (name, column) in recent.ToList())
            recent[name] = new JsonArray([.. kept.Select(index => column!.AsArray()[index]?.DeepClone())]);
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    /// <summary>The days on which an annual or quarterly report was filed, newest first.</summary>
    public static IReadOnlyList<DateOnly> GetReportDays(byte[] submissions)
    {
        var recent = JsonNode.Parse(submissions)!["filings"]!["recent"]!;
        return
        [
            .. recent["form"]!.AsArray().Zip(recent["filingDate"]!.AsArray())
                .Where(filing => (string?)filing.First is "10-K" or "10-Q")
                .Select(filing => DateOnly.Parse((string)filing.Second!)).Distinct(),
        ];
    }

    private static bool IsAfter(JsonNode? date, DateOnly day) => DateOnly.Parse((string)date!) > day;
}
