using System.Net;
using System.Text.Json;
using EdgarApi.Tests.Clients;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Csv;

/// <summary>CSV answers as files: their names, pages and totals, and how programs of other platforms read them.</summary>
public sealed class CsvFileTests(SharedServers servers, ApiServer api, NpmPackages packages) : ApiTest(servers, api)
{
    private const string Income = "/api/v1/companies/AAPL/statements/income";

    public static TheoryData<string> Tables =>
    [
        "/api/v1/companies.csv?limit=1000", "/api/v1/metrics.csv", $"{Income}.csv?fields=all&periods=4",
        $"{Income}.csv?fields=all&periods=4&shape=long", "/api/v1/companies/TSM/facts.csv?limit=1000",
        "/api/v1/companies/AAPL/filings.csv?limit=100", "/api/v1/companies/RY/ratios.csv?shape=long&bom=true",
        "/api/v1/timeseries.csv?companies=AAPL,TSM&metrics=Revenue&freq=quarterly",
    ];

    [Theory]
    [InlineData($"{Income}.csv", "AAPL-income-annual.csv")]
    [InlineData("/api/v1/companies/1046179/ratios.csv?freq=ttm", "TSM-ratios-ttm.csv")]
    [InlineData("/api/v1/companies/AAPL/facts?format=csv", "AAPL-facts.csv")]
    [InlineData("/api/v1/timeseries.csv?companies=AAPL&metrics=Revenue", "timeseries-annual.csv")]
    [InlineData("/api/v1/usage.csv?from=2026-01-30&to=2026-01-31", "usage-2026-01-30-2026-01-31.csv")]
    public async Task A_file_has_a_name_also_when_it_is_cached(string address, string name)
    {
        for (var i = 0; i < 2; i++)
        {
            using var response = await GetAsync(address);
            var disposition = response.Content.Headers.ContentDisposition!;
            Assert.Equal(("attachment", name), (disposition.DispositionType, disposition.FileName));
        }
    }

    [Fact]
    public async Task JSON_is_no_file()
    {
        using var response = await GetAsync(Income);
        Assert.Null(response.Content.Headers.ContentDisposition);
    }

    [Fact]
    public async Task The_pages_of_facts_have_a_total_and_lead_to_all_of_them()
    {
        const string Query = "?concept=us-gaap:NetIncomeLoss&limit=100";
        var total = (await GetJsonAsync($"/api/v1/companies/AAPL/facts{Query}")).GetProperty("total").GetInt32();
        Assert.InRange(total, 101, 10_000);
        var rows = new List<(string, string)>();
        for (var next = $"/api/v1/companies/AAPL/facts.csv{Query}"; next is not null;)
        {
            using var response = await GetAsync(next);
            Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal($"{total}", response.Headers.GetValues("X-Total-Count").Single());
            var table = CsvTable.Read(await response.Content.ReadAsStringAsync(Token));
            rows.AddRange(table.Records.Select(record => (record["accession"], record["value"])));
            next = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }
        const string All = "/api/v1/companies/AAPL/facts?concept=us-gaap:NetIncomeLoss&limit=1000";
        var all = (await GetJsonAsync(All)).GetProperty("facts");
        var expected = all.EnumerateArray()
            .Select(fact => (fact.GetProperty("accession").GetString()!, fact.GetProperty("value").GetRawText()));
        Assert.Equal(expected, rows);
    }

    [Fact]
    public async Task The_next_page_keeps_the_shape_and_the_byte_order_mark()
    {
        using var response = await GetAsync($"{Income}?periods=2&shape=long&bom=true", ("Accept", "text/csv"));
        var link = response.Headers.GetValues("Link").Single();
        Assert.StartsWith($"<{Income}.csv?", link, StringComparison.Ordinal);
        var older = await GetBytesAsync(link.Split('<', '>')[1]);
        Assert.Equal([0xEF, 0xBB, 0xBF, .. "company,"u8], older[..11]);
    }

    [Fact]
    public async Task A_byte_order_mark_is_there_on_request_only()
    {
        var (plain, marked) = (await GetBytesAsync($"{Income}.csv"), await GetBytesAsync($"{Income}.csv?bom=true"));
        Assert.Equal((byte)'i', plain[0]);
        Assert.Equal([0xEF, 0xBB, 0xBF, .. plain], marked);
    }

    [Fact]
    public async Task The_path_the_parameter_and_Accept_give_the_same_answer()
    {
        using var path = await GetAsync($"{Income}.csv?periods=3");
        using var parameter = await GetAsync($"{Income}?periods=3&format=csv");
        using var accept = await GetAsync($"{Income}?periods=3", ("Accept", "text/csv"));
        Assert.NotNull(path.Headers.ETag);
        Assert.Equal((path.Headers.ETag, path.Headers.ETag), (parameter.Headers.ETag, accept.Headers.ETag));
        Assert.Equal(await path.Content.ReadAsByteArrayAsync(Token), await accept.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData($"{Income}?shape=long", "shape", "applies to CSV only")]
    [InlineData($"{Income}?bom=true", "bom", "applies to CSV only")]
    [InlineData($"{Income}.csv?format=json", "format", "not a parameter")]
    [InlineData($"{Income}.csv?shape=tall", "shape", "must be one of wide, long")]
    [InlineData("/api/v1/metrics?shape=long", "shape", "not a parameter")]
    public async Task Parameters_of_other_formats_are_errors(string address, string parameter, string expected) => Assert.Contains(
        expected, GetError(await GetProblemAsync(address, HttpStatusCode.BadRequest, "invalid_parameter"), parameter),
        StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Python_reads_what_a_library_of_dotnet_reads(string address) => await CompareAsync(
        address, "python3",
        ["-c", "import csv,json,sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8-sig')))))"]);

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Papaparse_reads_what_a_library_of_dotnet_reads(string address) => await CompareAsync(
        address, "node",
        [
            "-e", "const text = require('fs').readFileSync(process.argv[2], 'utf8'); "
                + "const read = require(process.argv[1]).parse(text, { skipEmptyLines: true }); "
                + "if (read.errors.length) throw new Error(JSON.stringify(read.errors)); console.log(JSON.stringify(read.data))",
            await packages.GetAsync("papaparse"),
        ]);

    private async Task CompareAsync(string address, string program, string[] arguments)
    {
        var bytes = await GetBytesAsync(address);
        var file = Path.Combine(TestFolder.Create("csv").FullName, "answer.csv");
        await File.WriteAllBytesAsync(file, bytes, Token);
        var (exitCode, output, error) = await ClientProgram.RunAsync(program, [.. arguments, file]);
        Assert.True(exitCode == 0, error);
        using var reader = new StreamReader(new MemoryStream(bytes));
        var expected = CsvTable.Read(await reader.ReadToEndAsync(Token));
        Assert.NotEmpty(expected.Rows);
        IEnumerable<IEnumerable<string>> rows = [expected.Columns, .. expected.Rows];
        Assert.Equal(rows, JsonSerializer.Deserialize<string[][]>(output)!);
    }

    private async Task<byte[]> GetBytesAsync(string address)
    {
        using var response = await GetAsync(address);
        var bytes = await response.Content.ReadAsByteArrayAsync(Token);
        Assert.True(response.IsSuccessStatusCode, $"{address}: {response.StatusCode}");
        return bytes;
    }
}
