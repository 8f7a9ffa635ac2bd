using EdgarApi.Financials.Audit;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;

namespace EdgarApi.Cli.Audit;

/// <summary>Audits every company of a bulk zip or folder, one per core at a time.</summary>
internal static class AuditRunner
{
    /// <exception cref="SecDataException">The files are missing or one is malformed. The message says which and why.</exception>
    public static AuditReport Run(BulkLayout layout)
    {
        using var set = SecFileSet.Open(layout.Facts);
        using var submissions = layout.SubmissionsBesideFacts is { } path ? SecFileSet.Open(path) : null;
        // Largest first, so that all cores finish at about the same time.
        var files = set.Files.Where(IsCompanyFacts).OrderByDescending(file => file.Length).ToList();
        if (files.Count == 0) throw new SecDataException(layout.Facts, "holds no files CIK##########.json");
        var audits = new CompanyAudit[files.Count];
        var reading = new Lock();
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.For(0, files.Count, options, i => audits[i] = Audit(set, submissions, files[i], reading));
        }
        catch (AggregateException errors) when (errors.InnerExceptions.OfType<SecDataException>().FirstOrDefault() is { } error)
        {
            throw new SecDataException(error.File, error.Reason, error.Offset, error);
        }
        return AuditReport.From(audits);
    }

    private static bool IsCompanyFacts(SecFile file) =>
        Path.GetFileName(file.Name).StartsWith("CIK", StringComparison.OrdinalIgnoreCase)
        && file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static CompanyAudit Audit(SecFileSet set, SecFileSet? submissions, SecFile file, Lock reading)
    {
        byte[] bytes;
        string? sic;
        lock (reading)
        {
            bytes = Read(set, file);
            sic = FindSic(submissions, Path.GetFileName(file.Name));
        }
        try
        {
            return CompanyAuditor.Audit(CompanyFacts.Parse(bytes, sic));
        }
        catch (CompanyFactsFormatException error)
        {
            throw new SecDataException(set.Origin(file), error);
        }
    }

    /// <summary>The filer's SIC code, which decides its family; null without submissions.</summary>
    private static string? FindSic(SecFileSet? submissions, string name) => submissions?.Find(name) is { } file
        ? Submissions.Parse(Read(submissions, file), submissions.Origin(file)).Profile.Sic : null;

    private static byte[] Read(SecFileSet set, SecFile file) => set.ReadAsync(file, CancellationToken.None).GetAwaiter().GetResult();
}
