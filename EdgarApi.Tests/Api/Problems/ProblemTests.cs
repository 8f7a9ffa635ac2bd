using System.Net;
using System.Text.RegularExpressions;
using EdgarApi.Api.Problems;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Problems;

public sealed class ProblemTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Income = "/api/v1/companies/AAPL/statements/income";

    [Theory]
    [InlineData(Income + "?periods=0", "periods", "between 1 and 40")]
    [InlineData(Income + "?periods=41", "periods", "between 1 and 40")]
    [InlineData(Income + "?periods=abc", "periods", "between 1 and 40")]
    [InlineData(Income + "?periods=", "periods", "between 1 and 40")]
    [InlineData(Income + "?freq=weekly", "freq", "annual, quarterly, ttm")]
    [InlineData(Income + "?annual=maybe", "annual", "true or false")]
    [InlineData(Income + "?annual=true&freq=quarterly", "annual", "contradicts freq=quarterly")]
    [InlineData(Income + "?asOf=2024-02-30", "asOf", "YYYY-MM-DD")]
    [InlineData(Income + "?vintage=newest", "vintage", "latest, original")]
    [InlineData(Income + "?view=pretty", "view", "standard, reported")]
    [InlineData(Income + "?adjusted=1", "adjusted", "true or false")]
    [InlineData(
        Income + "?fields=Reven", "fields", "'Reven' is not a field (did you mean Revenue?); valid: essential, all, sources")]
    [InlineData(Income + "?fields=Assets", "fields", "'Assets' is not a field")]
    [InlineData(Income + "?view=reported&fields=us-gaap:Nope", "fields", "us-gaap:NetIncomeLoss")]
    [InlineData(Income + "?format=xml", "format", "json, csv")]
    [InlineData(
        Income + "?period=4", "period",
        "not a parameter of this endpoint (did you mean periods?); valid: periods, from, to, cursor, calendar, freq, annual")]
    [InlineData(Income + "?periods=4&periods=5", "periods", "once")]
    [InlineData(Income + "?periods=4&Periods=4", "periods", "once")]
    [InlineData(Income + "?fields[]=Revenue&fields[]=NetIncome", "fields", "separate values with commas: fields=essential,sources")]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics[]=Revenue", "metrics", "separate values with commas: metrics=Revenue,NetIncome")]
    [InlineData("/api/v1/companies/AAPL/timeseries?Metrics%5B0%5D=Revenue&metrics%5B1%5D=Assets", "metrics", "separate values with commas")]
    [InlineData("/api/v1/timeseries?companies[]=AAPL&metrics=Revenue", "companies", "separate values with commas: companies=AAPL,NVDA")]
    [InlineData("/api/v1/companies/AAPL/ratios?fields[x]=NetMargin", "fields", "separate values with commas: fields=ReturnOnEquity")]
    [InlineData("/api/v1/companies/AAPL/statements/profit", "statement", "income, balance, cashflow")]
    [InlineData("/api/v1/companies/AAPL/timeseries", "metrics", "is required")]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics=Proftability", "metrics", "'Proftability' is not a metric; valid: Revenue")]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics=TotalAssets", "metrics", "(did you mean Assets?); valid: Revenue")]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics=Revenu", "metrics", "'Revenu' is not a metric (did you mean Revenue?); valid: ")]
    [InlineData("/api/v1/timeseries?companies=AAPL&metrics=turnover", "metrics", "(did you mean Revenue?)")]
    [InlineData(
        "/api/v1/companies/AAPL/timeseries?metrics=netmargin", "metrics",
        "'NetMargin' is a ratio, not a metric; /ratios has it with fields=NetMargin")]
    [InlineData(
        "/api/v1/companies/AAPL/ratios?fields=Revenue", "fields",
        "'Revenue' is a metric, not a ratio; /timeseries has it with metrics=Revenue")]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics=Revenue&growth=yes", "growth", "true or false")]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics=Revenue&fields=x", "fields", "essential, all, value, growth, source")]
    [InlineData("/api/v1/timeseries?metrics=Revenue", "companies", "is required")]
    [InlineData("/api/v1/timeseries?companies=AAPL&metrics=Revenue&view=reported", "view", "not a parameter")]
    [InlineData("/api/v1/companies/AAPL/facts?limit=1001", "limit", "between 1 and 1000")]
    [InlineData("/api/v1/companies/AAPL/facts?offset=1000001", "offset", "between 0 and 1000000")]
    [InlineData("/api/v1/companies/AAPL/facts?fiscalYear=20x5", "fiscalYear", "between 1990 and 2100")]
    [InlineData("/api/v1/companies/AAPL/facts?fiscalPeriod=H1", "fiscalPeriod", "FY, Q1, Q2, Q3, Q4")]
    [InlineData("/api/v1/companies/AAPL/facts?from=2025-01-02&to=2025-01-01", "to", "must not be before from")]
    [InlineData("/api/v1/companies/AAPL/facts?filedFrom=2025-01-02&filedTo=2025-01-01", "filedTo", "must not be before filedFrom")]
    [InlineData("/api/v1/companies/AAPL/filings?from=2025-01-02&to=2025-01-01", "to", "must not be before from")]
    [InlineData("/api/v1/companies/AAPL/overview?fields=nope", "fields", "annual, ttm, latestBalance")]
    [InlineData("/api/v1/companies/AAPL?format=csv", "format", "has no parameters")]
    [InlineData("/api/v1/companies?limit=0", "limit", "between 1 and 1000")]
    [InlineData("/api/v1/metrics?statement=x", "statement", "income, balance, cashflow")]
    [InlineData("/api/v1/updates?since=lately", "since", "YYYY-MM-DD")]
    public async Task An_invalid_parameter_is_named_with_its_valid_values(string address, string parameter, string valid)
    {
        var problem = await GetProblemAsync(address, HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal([parameter], GetNames(problem.GetProperty("errors")));
        Assert.Contains(valid, GetError(problem, parameter), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_of_a_request_are_reported_together()
    {
        var problem = await GetProblemAsync(
            "/api/v1/companies/AAPL/statements/profit?periods=0&freq=x&fields=a,b&bogus=1",
            HttpStatusCode.BadRequest,
            "invalid_parameter");
        Assert.Equal(
            ["bogus", "fields", "freq", "periods", "statement"],
            GetNames(problem.GetProperty("errors")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Annual_and_freq_do_not_conflict_if_they_agree() =>
        Assert.Equal("quarterly", (await GetJsonAsync(Income + "?annual=false&freq=quarterly")).GetProperty("freq").GetString());

    [Theory]
    [InlineData(Income + "?fields=Revenue,NetIncome", Income + "?fields=Revenue&Fields=NetIncome")]
    [InlineData(
        "/api/v1/companies/AAPL/timeseries?metrics=Revenue,Assets", "/api/v1/companies/AAPL/timeseries?metrics=Revenue&metrics=Assets")]
    [InlineData(
        "/api/v1/companies/AAPL/ratios?fields=NetMargin,operands", "/api/v1/companies/AAPL/ratios?fields=NetMargin&fields=operands")]
    [InlineData("/api/v1/companies/AAPL/overview?fields=annual,ttm", "/api/v1/companies/AAPL/overview?fields=annual&fields=ttm")]
    [InlineData(
        "/api/v1/timeseries?companies=AAPL,NVDA&metrics=Revenue", "/api/v1/timeseries?companies=AAPL&companies=NVDA&metrics=Revenue")]
    public async Task A_list_may_also_be_given_as_repeats(string withCommas, string withRepeats)
    {
        using var expected = await GetAsync(withCommas);
        using var response = await GetAsync(withRepeats);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (expected.StatusCode, response.StatusCode));
        Assert.Equal(await expected.Content.ReadAsStringAsync(Token), await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(expected.Headers.ETag, response.Headers.ETag);
    }

    [Fact]
    public async Task Lists_have_a_maximum_length()
    {
        var metrics = string.Join(',', Enumerable.Range(1, 41).Select(number => $"M{number}"));
        Assert.Equal(
            "must name at most 40, not 41",
            GetError(
                await GetProblemAsync(
                    $"/api/v1/companies/AAPL/timeseries?metrics={metrics}",
                    HttpStatusCode.BadRequest,
                    "invalid_parameter"),
                "metrics"));
        Assert.Equal(
            "must name at most 40, not 41",
            GetError(
                await GetProblemAsync(
                    $"/api/v1/companies/AAPL/timeseries?metrics={metrics.Replace(",", "&metrics=", StringComparison.Ordinal)}",
                    HttpStatusCode.BadRequest,
                    "invalid_parameter"),
                "metrics"));
        var companies = string.Join(',', Enumerable.Range(1, 51));
        Assert.Equal(
            "must name at most 50, not 51",
            GetError(
                await GetProblemAsync(
                    $"/api/v1/timeseries?metrics=Revenue&companies={companies}",
                    HttpStatusCode.BadRequest,
                    "invalid_parameter"),
                "companies"));
    }

    [Theory]
    [InlineData("/api/v1/companies/APPL/overview")]
    [InlineData("/api/v1/companies/appl/statements/income")]
    [InlineData("/api/v1/companies/APPL/facts")]
    [InlineData("/api/v1/companies/APPL/filings")]
    [InlineData("/api/v1/companies/APPL/timeseries?metrics=Revenue")]
    [InlineData("/api/v1/timeseries?companies=NVDA,APPL&metrics=Revenue")]
    public async Task An_unknown_company_is_a_404_with_the_nearest_tickers(string address)
    {
        var problem = await GetProblemAsync(address, HttpStatusCode.NotFound, "company_not_found");
        Assert.Contains("AAPL", GetTexts(problem.GetProperty("suggestions")));
    }

    [Theory]
    [InlineData("/api/v1/companies/KO/overview")]
    [InlineData("/api/v1/companies/KO/statements/income")]
    [InlineData("/api/v1/companies/KO/facts")]
    [InlineData("/api/v1/companies/KO/timeseries?metrics=Revenue")]
    [InlineData("/api/v1/timeseries?companies=KO&metrics=Revenue")]
    [InlineData("/api/v1/companies/RY/filings")]
    public async Task A_known_company_without_the_data_is_a_different_404(string address) =>
        await GetProblemAsync(address, HttpStatusCode.NotFound, "no_data");

    [Theory]
    [InlineData("/api/v1/companies/AAPL.US/overview")]
    [InlineData("/api/v1/companies/NASDAQ:AAPL/overview")]
    [InlineData("/api/v1/companies/NASDAQ%3Aaapl/statements/income")]
    [InlineData("/api/v1/timeseries?companies=NASDAQ:AAPL&metrics=Revenue")]
    public async Task A_company_is_found_by_a_ticker_with_its_market(string address)
    {
        using var response = await GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("0000320193", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>Berkshire Hathaway is listed, but not loaded here.</summary>
    [Theory]
    [InlineData("BRK%2FB")]
    [InlineData("brk%2fb")]
    [InlineData("BRK.B")]
    public async Task A_share_class_may_follow_an_encoded_slash(string id)
    {
        var problem = await GetProblemAsync($"/api/v1/companies/{id}/overview", HttpStatusCode.NotFound, "no_data");
        Assert.StartsWith("BERKSHIRE", problem.GetProperty("detail").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/api/v1/companies?query=%FF")]
    [InlineData("/api/v1/companies?query=caf%E9")]
    [InlineData("/api/v1/companies?query=%C3(")]
    [InlineData("/api/v1/companies?%ED%A0%80=1")]
    public async Task An_undecodable_query_is_a_malformed_request(string address) =>
        await GetProblemAsync(address, HttpStatusCode.BadRequest, "malformed_request");

    [Fact]
    public async Task A_day_before_the_first_facts_is_a_404_with_the_first_day()
    {
        var problem = await GetProblemAsync("/api/v1/companies/AAPL/overview?asOf=1990-01-01", HttpStatusCode.NotFound, "no_data");
        Assert.Contains("The first ones were filed on 2009-07-22.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["2009-07-22 or later"], GetTexts(problem.GetProperty("available").GetProperty("asOf")));
    }

    [Fact]
    public async Task A_missing_statement_lists_the_available_frequencies()
    {
        var problem = await GetProblemAsync("/api/v1/companies/TSM/statements/cashflow?freq=quarterly", HttpStatusCode.NotFound, "no_data");
        Assert.Equal(["annual", "ttm"], GetTexts(problem.GetProperty("available").GetProperty("cashflow")));
    }

    [Fact]
    public async Task An_unreported_concept_is_a_404_with_the_nearest_concepts()
    {
        var problem = await GetProblemAsync("/api/v1/companies/AAPL/facts?concept=us-gaap:NetIncome", HttpStatusCode.NotFound, "no_data");
        Assert.Equal("us-gaap:NetIncomeLoss", GetTexts(problem.GetProperty("available").GetProperty("concepts")).First());
    }

    [Fact]
    public async Task An_unknown_path_is_a_problem_too() =>
        await GetProblemAsync("/api/v1/nothing/here", HttpStatusCode.NotFound, "route_not_found");

    [Fact]
    public async Task A_disallowed_method_gets_the_allowed_ones()
    {
        using var response = await SendAsync(HttpMethod.Post, "/api/v1/companies");
        var problem = await ReadProblemAsync(response, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal("POST is not allowed here; allowed: GET, HEAD.", problem.GetProperty("detail").GetString());
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/companies/AAPL", "text/csv")]
    [InlineData("/api/v1/companies/AAPL/statements/income", "text/html")]
    [InlineData("/api/v1/companies/AAPL/statements/income", "application/json;q=0")]
    public async Task An_unsupported_format_is_a_406(string address, string accept)
    {
        using var response = await GetAsync(address, ("Accept", accept));
        await ReadProblemAsync(response, HttpStatusCode.NotAcceptable, "not_acceptable");
    }

    [Fact]
    public async Task A_URL_that_is_too_long_is_a_414() =>
        await GetProblemAsync($"/api/v1/companies?query={new string('a', 4096)}", HttpStatusCode.RequestUriTooLong, "uri_too_long");

    [Fact]
    public async Task Headers_that_are_too_long_are_a_431()
    {
        using var response = await GetAsync("/api/v1/companies", ("X-Much", new string('a', 17_000)));
        await ReadProblemAsync(response, HttpStatusCode.RequestHeaderFieldsTooLarge, "headers_too_large");
    }

    [Fact]
    public async Task The_trace_id_comes_from_the_requests_traceparent()
    {
        using var response = await GetAsync(
            "/api/v1/companies/APPL/overview", ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", (await ReadJsonAsync(response)).GetProperty("traceId").GetString());
    }

    [Fact]
    public async Task Client_input_is_echoed_only_as_truncated_JSON()
    {
        var id = Uri.EscapeDataString("<script>" + new string('x', 100));
        var problem = await GetProblemAsync($"/api/v1/companies/{id}/overview", HttpStatusCode.NotFound, "company_not_found");
        Assert.True(problem.GetProperty("detail").GetString()!.Length < 100);
    }

    [Fact]
    public async Task Every_problem_type_URL_explains_the_problem()
    {
        foreach (var kind in ProblemKinds.All)
        {
            var explained = await GetJsonAsync(kind.Type);
            Assert.Equal((kind.Code, kind.Status), (explained.GetProperty("code").GetString(), explained.GetProperty("status").GetInt32()));
        }
        await GetProblemAsync("/problems/unheard_of", HttpStatusCode.NotFound, "route_not_found");
    }

    [Fact]
    public void Problem_codes_are_unique_words() => Assert.NotEmptyAndAll(
        ProblemKinds.All.GroupBy(kind => kind.Code), kinds => Assert.True(kinds.Count() == 1 && Regex.IsMatch(kinds.Key, "^[a-z_]+$")));
}
