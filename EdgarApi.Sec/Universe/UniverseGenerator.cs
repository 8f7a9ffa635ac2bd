using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;

namespace EdgarApi.Sec.Universe;

/// <summary>
/// Generates any number of companies from the SEC's bulk files, to measure with as many as the SEC has. The result is bulk files again. It
/// depends only on the source, the number of companies and the revision. One company is in memory at a time.
/// </summary>
public sealed class UniverseGenerator(BulkLayout source)
{
    /// <summary>The largest number of companies, which tickers of five letters can name.</summary>
    public const int MaxCompanies = 26 * 26 * 26 * 26;

    /// <summary>
    /// Which of the companies' successive states is written, from 0. Ingesting a later one into the same database changes every company.
    /// </summary>
    public int Revision { get; init; }

    /// <summary>Of every entry, so that equal universes are equal files.</summary>
    private static readonly DateTimeOffset Written = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the companies' facts, submissions and ticker list to a folder.</summary>
    /// <param name="folder">The folder, which is created if necessary. Its files are replaced.</param>
    /// <param name="companies">Number of companies, at most <see cref="MaxCompanies"/>.</param>
    /// <param name="progress">Receives the number of companies written.</param>
    /// <param name="cancellationToken">Cancels the work; the files are then incomplete.</param>
    /// <exception cref="SecDataException">A source file is unusable.</exception>
    public async Task WriteAsync(string folder, int companies, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(companies, MaxCompanies);
        Directory.CreateDirectory(folder);
        using var facts = SecFileSet.Open(source.Facts);
        using var submissions = source.Submissions is null ? null : SecFileSet.Open(source.Submissions);
        using var writtenFacts = CreateZip(folder, "companyfacts.zip");
        using var writtenSubmissions = CreateZip(folder, "submissions.zip");
        SecFile[] originals = [.. facts.Files.Where(IsCompany).OrderBy(file => file.Name, StringComparer.Ordinal)];
        if (originals.Length == 0) throw new SecDataException(source.Facts, "contains no files named CIK##########.json");

        var (listings, done) = (new UniverseListing[companies], 0);
        for (var original = 0; original < Math.Min(originals.Length, companies); original++)
        {
            var json = await facts.ReadAsync(originals[original], cancellationToken).ConfigureAwait(false);
            var profile = await ReadSubmissionsAsync(submissions, originals[original].Name, cancellationToken).ConfigureAwait(false);
            var name = ReadName(json);
            for (var number = original; number < companies; number += originals.Length)
            {
                var member = new UniverseMember(number, number / originals.Length, Revision);
                await WriteAsync(writtenFacts, member.Cik, member.RewriteFacts(json), cancellationToken).ConfigureAwait(false);
                if (profile is not null)
                {
                    var submitted = member.RewriteSubmissions(profile);
                    await WriteAsync(writtenSubmissions, member.Cik, submitted, cancellationToken).ConfigureAwait(false);
                }

                listings[number] = new(member.Cik, member.GetName(name), member.Ticker, GetExchange(profile));
                progress?.Report(++done);
            }
        }

        await WriteListingsAsync(folder, listings, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsCompany(SecFile file) =>
        file.Name.StartsWith("CIK", StringComparison.Ordinal) && file.Name.EndsWith(".json", StringComparison.Ordinal);

    private static ZipArchive CreateZip(string folder, string name) =>
        new(File.Create(Path.Combine(folder, name)), ZipArchiveMode.Create);

    private static async Task WriteAsync(ZipArchive zip, Cik cik, byte[] json, CancellationToken cancellationToken)
    {
        var entry = zip.CreateEntry($"CIK{cik}.json", CompressionLevel.Fastest);
        entry.LastWriteTime = Written;
        var stream = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        await stream.WriteAsync(json, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<JsonObject?> ReadSubmissionsAsync(SecFileSet? files, string name, CancellationToken cancellationToken) =>
        files?.Find(name) is { } file
            ? JsonNode.Parse(await files.ReadAsync(file, cancellationToken).ConfigureAwait(false))!.AsObject()
            : null;

    private static string ReadName(byte[] facts)
    {
        var reader = new Utf8JsonReader(facts);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("entityName"u8)) continue;
            reader.Read();
            return reader.GetString()!;
        }

        return "";
    }

    private static string GetExchange(JsonObject? submissions) =>
        submissions?["exchanges"] is JsonArray { Count: > 0 } exchanges ? exchanges[0]?.GetValue<string>() ?? "" : "";

    /// <summary>Writes <c>company_tickers_exchange.json</c>.</summary>
    private static async Task WriteListingsAsync(string folder, UniverseListing[] listings, CancellationToken cancellationToken)
    {
        var file = File.Create(Path.Combine(folder, BulkLayout.TickerListNames[0]));
        await using var _ = file.ConfigureAwait(false);
        var writer = new Utf8JsonWriter(file);
        await using var __ = writer.ConfigureAwait(false);
        writer.WriteStartObject();
        writer.WriteStartArray("fields");
        foreach (var field in (string[])["cik", "name", "ticker", "exchange"]) writer.WriteStringValue(field);
        writer.WriteEndArray();
        writer.WriteStartArray("data");
        foreach (var listing in listings)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(listing.Cik.Value);
            writer.WriteStringValue(listing.Name);
            writer.WriteStringValue(listing.Ticker);
            writer.WriteStringValue(listing.Exchange);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed record UniverseListing(Cik Cik, string Name, string Ticker, string Exchange);
}
