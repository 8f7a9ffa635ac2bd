using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using EdgarApi.Api.Datasets;
using EdgarApi.Storage.Datasets;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;

namespace EdgarApi.Tests.Api.Datasets;

public sealed class DatasetsApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string File2024 = "/api/v1/datasets/values/2024.parquet";

    private readonly SharedServers _servers = servers;
    private readonly ApiServer _api = api;

    [Fact]
    public async Task The_list_has_every_file_with_its_size_rows_and_versions()
    {
        var manifest = (await _api.DatasetsAsync(_servers)).Read()!;
        var list = await GetJsonAsync("/api/v1/datasets");

        Assert.Equal(manifest.DataVersion, list.GetProperty("dataVersion").GetInt64());
        Assert.Equal(
            manifest.Files.Select(file => (file.Name, file.Part, file.Rows, file.Bytes, $"\"{file.Sha256}\"")),
            list.GetProperty("datasets").EnumerateArray().Select(file => (
                file.GetProperty("name").GetString()!, file.GetProperty("url").GetString()!.Split('/', '.')[^2],
                file.GetProperty("rows").GetInt64(), file.GetProperty("bytes").GetInt64(), file.GetProperty("etag").GetString()!)));
        Assert.Equal(DatasetsQuery.Names.Order(), manifest.Files.Select(file => file.Name).Distinct().Order());
        var csv = await GetCsvAsync("/api/v1/datasets");
        Assert.Equal(manifest.Files.Count + 1, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_file_arrives_as_it_is_on_disk_and_its_ETag_is_its_hash()
    {
        var list = await GetJsonAsync("/api/v1/datasets?name=values");
        foreach (var file in list.GetProperty("datasets").EnumerateArray().Take(3))
        {
            using var response = await GetAsync(file.GetProperty("url").GetString()!);
            var bytes = await response.Content.ReadAsByteArrayAsync(Token);

            Assert.Equal(
                (HttpStatusCode.OK, DatasetsApi.MediaType), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            Assert.Equal(file.GetProperty("bytes").GetInt64(), bytes.Length);
            Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
            Assert.Equal(file.GetProperty("etag").GetString(), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"");
            Assert.Equal(file.GetProperty("etag").GetString(), response.Headers.ETag!.Tag);
            Assert.Equal(["bytes"], response.Headers.AcceptRanges);
            Assert.Equal(
                ("private, no-cache", $"values-{file.GetProperty("year").GetInt32()}.parquet"),
                ($"{response.Headers.CacheControl}".Replace("no-cache, private", "private, no-cache", StringComparison.Ordinal),
                    response.Content.Headers.ContentDisposition!.FileName));
        }
    }

    [Fact]
    public async Task HEAD_has_the_headers_and_no_body()
    {
        using var get = await GetAsync(File2024);
        using var head = await SendAsync(HttpMethod.Head, File2024);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
    }

    [Fact]
    public async Task Ranges_of_one_version_make_the_file_and_a_range_of_another_version_is_the_whole_file()
    {
        using var whole = await GetAsync(File2024);
        var (bytes, tag) = (await whole.Content.ReadAsByteArrayAsync(Token), whole.Headers.ETag!.Tag);
        var half = bytes.Length / 2;

        using var first = await GetAsync(File2024, ("Range", $"bytes=0-{half - 1}"));
        using var rest = await GetAsync(File2024, ("Range", $"bytes={half}-"), ("If-Range", tag));
        using var last = await GetAsync(File2024, ("Range", "bytes=-4"));
        using var other = await GetAsync(File2024, ("Range", $"bytes={half}-"), ("If-Range", "\"another\""));
        using var outside = await GetAsync(File2024, ("Range", $"bytes={bytes.Length}-"));

        Assert.Equal(
            [HttpStatusCode.PartialContent, HttpStatusCode.PartialContent, HttpStatusCode.PartialContent, HttpStatusCode.OK],
            ((HttpResponseMessage[])[first, rest, last, other]).Select(response => response.StatusCode));
        byte[] joined = [.. await first.Content.ReadAsByteArrayAsync(Token), .. await rest.Content.ReadAsByteArrayAsync(Token)];
        Assert.Equal(bytes, joined);
        Assert.Equal("PAR1"u8.ToArray(), await last.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(bytes, await other.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal($"bytes 0-{half - 1}/{bytes.Length}", $"{first.Content.Headers.ContentRange}");
        await ReadProblemAsync(outside, HttpStatusCode.RequestedRangeNotSatisfiable, "range_not_satisfiable");
        Assert.Equal($"bytes */{bytes.Length}", $"{outside.Content.Headers.ContentRange}");
    }

    [Fact]
    public async Task A_current_copy_is_not_sent_again()
    {
        using var whole = await GetAsync(File2024);

        using var current = await GetAsync(File2024, ("If-None-Match", whole.Headers.ETag!.Tag));
        using var outdated = await GetAsync(File2024, ("If-None-Match", "\"another\""));

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (current.StatusCode, outdated.StatusCode));
        Assert.Empty(await current.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(whole.Headers.ETag, current.Headers.ETag);
    }

    [Theory]
    [InlineData("values/1850")]
    [InlineData("values/all")]
    [InlineData("prices/2024")]
    [InlineData("VALUES/2024")]
    [InlineData("values/2024-0123456789abcdef")]
    [InlineData("..%2F..%2Fetc/passwd")]
    [InlineData("%2Fetc%2Fpasswd/all")]
    [InlineData("..%5C..%5Cetc/passwd")]
    [InlineData("values/..%2Fmanifest")]
    [InlineData(".building/2024")]
    public async Task What_is_not_in_the_manifest_does_not_exist(string file)
    {
        using var response = await GetAsync($"/api/v1/datasets/{file}.parquet");

        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_missing_year_names_those_that_exist()
    {
        var problem = await GetProblemAsync("/api/v1/datasets/values/1850.parquet", HttpStatusCode.NotFound, "resource_not_found");
        Assert.Contains("values/2024", GetTexts(problem.GetProperty("available").GetProperty("datasets")));
        var unknown = await GetProblemAsync("/api/v1/datasets/prices/2024.parquet", HttpStatusCode.NotFound, "resource_not_found");
        Assert.Equal(
            DatasetsQuery.Names.Order(), GetTexts(unknown.GetProperty("available").GetProperty("datasets")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Files_need_a_key()
    {
        foreach (var address in (string[])["/api/v1/datasets", "/api/v1/datasets.csv", File2024])
        {
            using var response = await Anonymous.GetAsync(new Uri(address, UriKind.Relative), Token);
            await ReadProblemAsync(response, HttpStatusCode.Unauthorized, "api_key_missing");
        }
    }

    [Theory]
    [InlineData("since=-1")]
    [InlineData("since=x")]
    [InlineData("name=prices")]
    [InlineData("year=2024")]
    public async Task Invalid_parameters_are_explained(string query) =>
        await GetProblemAsync($"/api/v1/datasets?{query}", HttpStatusCode.BadRequest, "invalid_parameter");

    [Fact]
    public async Task Since_lists_the_files_that_changed_after_a_version()
    {
        var folder = new DatasetFolder(TestFolder.New("datasets"));
        Directory.CreateDirectory(folder.Path);
        folder.Write(CreateManifest(20, CreateFile("values", 2023, version: 10), CreateFile("values", 2024, version: 20)));
        await using var other = await StartAsync(folder.Path);
        using var client = other.Client(ApiServer.Key);

        Assert.Equal([2023, 2024], await GetYearsAsync(client, ""));
        Assert.Equal([2024], await GetYearsAsync(client, "?since=10"));
        Assert.Equal([2023, 2024], await GetYearsAsync(client, "?since=9"));
        Assert.Empty(await GetYearsAsync(client, "?since=20"));
    }

    [Fact]
    public async Task Datasets_that_are_not_built_yet_are_unavailable_for_now()
    {
        await using var other = await StartAsync(TestFolder.New("datasets"));
        using var client = other.Client(ApiServer.Key);
        foreach (var address in (string[])["/api/v1/datasets", File2024])
        {
            using var response = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
            await ReadProblemAsync(response, HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
            Assert.Equal(DatasetsApi.RetryAfter, response.Headers.RetryAfter!.Delta);
        }
    }

    [Fact]
    public async Task An_installation_without_a_folder_has_no_datasets()
    {
        await using var other = await StartAsync("");
        using var client = other.Client(ApiServer.Key);
        using var response = await client.GetAsync(new Uri("/api/v1/datasets", UriKind.Relative), Token);
        await ReadProblemAsync(response, HttpStatusCode.NotFound, "resource_not_found");
    }

    /// <summary>The disk was lost, or damaged by hand. The API says so and stays up.</summary>
    [Fact]
    public async Task A_damaged_manifest_and_a_missing_file_are_unavailable()
    {
        var folder = new DatasetFolder(TestFolder.New("datasets"));
        Directory.CreateDirectory(folder.Path);
        folder.Write(CreateManifest(20, CreateFile("values", 2024, version: 20)));
        await using var other = await StartAsync(folder.Path);
        using var client = other.Client(ApiServer.Key);

        using var missing = await client.GetAsync(new Uri(File2024, UriKind.Relative), Token);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, DatasetManifest.FileName), "{", Token);
        using var damaged = await client.GetAsync(new Uri("/api/v1/datasets", UriKind.Relative), Token);
        using var health = await client.GetAsync(new Uri("/health", UriKind.Relative), Token);

        await ReadProblemAsync(missing, HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
        await ReadProblemAsync(damaged, HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    /// <summary>A build replaces the file of a download that has begun, and its clean-up deletes it.</summary>
    [Fact]
    public async Task A_download_ends_with_the_file_that_it_began_with()
    {
        var folder = new DatasetFolder(TestFolder.New("datasets"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "values"));
        var (old, next) = (CreateFile("values", 2024, version: 10), CreateFile("values", 2024, version: 20));
        var bytes = RandomNumberGenerator.GetBytes(8 << 20);
        await File.WriteAllBytesAsync(folder.GetPath(old), bytes, Token);
        await File.WriteAllBytesAsync(folder.GetPath(next), [1], Token);
        folder.Write(CreateManifest(10, old));
        await using var other = await StartAsync(folder.Path, overSockets: true);
        using var client = other.Client(ApiServer.Key);

        using var download = await client.GetAsync(
            new Uri(File2024, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        folder.Write(CreateManifest(20, next));
        File.Delete(folder.GetPath(old));

        Assert.Equal(bytes, await download.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal([1], await client.GetByteArrayAsync(new Uri(File2024, UriKind.Relative), Token));
    }

    [Theory]
    [InlineData("datasets", "absolute path")]
    [InlineData("/etc/hostname", "which is a file")]
    public async Task An_unusable_folder_is_rejected_at_the_start(string folder, string reason)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var other = await StartAsync(folder);
        });
        Assert.Contains(reason, $"{error}", StringComparison.Ordinal);
    }

    private Task<ApiHost> StartAsync(string folder, bool overSockets = false) => _api.AnotherAsync(
        _servers, host => host.UseSetting("EdgarApi:Datasets:Directory", folder), overSockets);

    private static async Task<List<int>> GetYearsAsync(HttpClient client, string query)
    {
        using var response = await client.GetAsync(new Uri($"/api/v1/datasets{query}", UriKind.Relative), Token);
        return [.. (await ReadJsonAsync(response)).GetProperty("datasets").EnumerateArray()
            .Select(file => file.GetProperty("year").GetInt32())];
    }

    private static DatasetManifest CreateManifest(long version, params IReadOnlyList<DatasetFile> files) => new()
    {
        Format = DatasetManifest.CurrentFormat, DataVersion = version, RulesVersion = 1, BuiltAt = DateTimeOffset.UnixEpoch, Files = files,
    };

    private static DatasetFile CreateFile(string name, int year, long version) => new()
    {
        Name = name, Year = year, Path = string.Create(CultureInfo.InvariantCulture, $"{name}/{year}-{version}.parquet"), Rows = 1,
        Bytes = 1, Sha256 = $"{version}", DataVersion = version, RulesVersion = 1, BuiltAt = DateTimeOffset.UnixEpoch,
    };
}
