using System.ComponentModel;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Api.Contract;

/// <summary>One filing.</summary>
internal sealed record FilingResponse(
    [property: Description("Accession number with dashes.")] string Accession,
    [property: Description("Form type.")] string Form,
    [property: Description("Day on which it was filed.")] DateOnly Filed,
    [property: Description("End of the period reported on, if the form has one.")] DateOnly? ReportDate,
    [property: Description("8-K item numbers, comma separated; empty for other forms.")] string Items,
    [property: Description("Its main document, or else its index, on sec.gov.")] string Url)
{
    public static FilingResponse From(Cik cik, Filing filing) =>
        new(filing.Accession, filing.Form, filing.Filed, filing.ReportDate, filing.Items, filing.Url(cik).AbsoluteUri);
}
