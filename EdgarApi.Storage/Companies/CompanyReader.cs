using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Routing;

namespace EdgarApi.Storage.Companies;

/// <inheritdoc cref="ICompanyReader"/>
internal sealed class CompanyReader(IReadRouter router) : ICompanyReader
{
    public async Task<CompanyProfile?> GetProfileAsync(CompanyEntry company, CancellationToken cancellationToken)
    {
        const string Sql = """
            select c.name, c.sic, c.sic_description, c.fiscal_year_end, c.state_of_incorporation, c.category, c.website, c.former_names,
                array(select ticker from tickers where cik = c.cik order by position) as tickers,
                array(select exchange from tickers where cik = c.cik order by position) as exchanges
            from companies c where c.cik = @Cik;
            """;
        var row = await router.ReadAsync(
            ReadRole.Api, [company], Sql, new { Cik = company.Cik.Value }, results => results.ReadSingleOrDefaultAsync<ProfileRow>(),
            cancellationToken).ConfigureAwait(false);
        return row?.ToProfile(company.Cik);
    }

    public async Task<FilingPage> GetFilingsAsync(CompanyEntry company, FilingQuery query, CancellationToken cancellationToken)
    {
        const string Matches = """
            (cardinality(@Forms) = 0 or upper(form) = any(@Forms))
                and (@From::date is null or filed >= @From) and (@To::date is null or filed <= @To)
            """;
        const string Sql = $"""
            select count(*) filter (where {Matches}) as total, min(filed) as oldest from filings where cik = @Cik;
            select accession, form, filed, report_date, items, primary_document, description, accepted_at
            from filings where cik = @Cik and {Matches} order by filed desc, accession desc limit @Limit offset @Offset;
            """;
        var parameters = new
        {
            Cik = company.Cik.Value, Forms = query.Forms.ToArray(), query.From, query.To, query.Limit, query.Offset,
        };
        return await router.ReadAsync(
            ReadRole.Api, [company], Sql, parameters,
            async results =>
            {
                var count = await results.ReadSingleAsync<FilingCountRow>().ConfigureAwait(false);
                var rows = await results.ReadRowsAsync<FilingRow>().ConfigureAwait(false);
                return new FilingPage((int)count.Total, count.Oldest, [.. rows.Select(row => row.ToFiling())]);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string>> GetFormsAsync(CompanyEntry company, CancellationToken cancellationToken)
    {
        const string Sql = "select distinct form from filings where cik = @Cik order by form;";
        return await router.ReadAsync(
            ReadRole.Api, [company], Sql, new { Cik = company.Cik.Value }, results => results.ReadRowsAsync<string>(),
            cancellationToken).ConfigureAwait(false);
    }

    private sealed record FilingCountRow
    {
        public long Total { get; init; }
        public DateOnly? Oldest { get; init; }
    }

    private sealed record ProfileRow
    {
        public string Name { get; init; } = "";

        public string? Sic { get; init; }

        public string? SicDescription { get; init; }

        public string? FiscalYearEnd { get; init; }

        public string? StateOfIncorporation { get; init; }

        public string? Category { get; init; }

        public string? Website { get; init; }

        public string[] FormerNames { get; init; } = [];

        public string[] Tickers { get; init; } = [];

        public string[] Exchanges { get; init; } = [];

        public CompanyProfile ToProfile(Cik cik) => new()
        {
            Cik = cik, Name = Name, Sic = Sic, SicDescription = SicDescription, FiscalYearEnd = FiscalYearEnd,
            StateOfIncorporation = StateOfIncorporation, Category = Category, Website = Website, FormerNames = FormerNames,
            Tickers = Tickers, Exchanges = Exchanges,
        };
    }

    private sealed record FilingRow
    {
        public string Accession { get; init; } = "";

        public string Form { get; init; } = "";

        public DateOnly Filed { get; init; }

        public DateOnly? ReportDate { get; init; }

        public string Items { get; init; } = "";

        public string PrimaryDocument { get; init; } = "";

        public string Description { get; init; } = "";

        public DateTime? AcceptedAt { get; init; }

        public Filing ToFiling() => new(
            Accession, Form, Filed, ReportDate, Items, PrimaryDocument, Description,
            AcceptedAt is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null);
    }
}
