using System.ComponentModel;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Api.Contract;

/// <summary>One filing.</summary>
internal sealed record FilingResponse(
    [property: Description("Accession number with dashes.")] string Accession,
    [property: Description("Form type.")] string Form,
    [property: Description("Filing date.")] DateOnly Filed,
    [property: Description("End of the reporting period, if the form has one.")] DateOnly? ReportDate,
    [property: Description("8-K item numbers, comma-separated; empty for other forms.")] string Items,
    [property: Description("URL of the main document on sec.gov, or of the filing index.")] string Url)
{
    public static FilingResponse From(Cik cik, Filing filing) =>
        new(filing.Accession, filing.Form, filing.Filed, filing.ReportDate, filing.Items, filing.Url(cik).AbsoluteUri);
}
