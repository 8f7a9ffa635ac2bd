using EdgarApi.Financials.Companies;

namespace EdgarApi.Api.Contract;

/// <summary>Creates filings of responses.</summary>
internal static class FilingResponses
{
    extension(FilingResponse)
    {
        public static FilingResponse From(Cik cik, Filing filing) =>
            new(filing.Accession, filing.Form, filing.Filed, filing.ReportDate, filing.Items, filing.Url(cik).AbsoluteUri);
    }
}
