using EdgarApi.Api.Contract;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.Facts;

namespace EdgarApi.Api.Facts;

internal sealed record FactsQuery(FactQuery Selection, int Limit, int Offset) : IQuery<FactsQuery>
{
    private static readonly NamedValues<string> FiscalPeriods = new(("FY", "FY"), ("Q1", "Q1"), ("Q2", "Q2"), ("Q3", "Q3"), ("Q4", "Q4"));

    private static readonly QueryParameter<string?> Concept = Parameter.Text(
        "concept", "`taxonomy:Concept`, or the concept name alone.", 200, example: "us-gaap:NetIncomeLoss");

    private static readonly QueryParameter<string?> Taxonomy = Parameter.Text("taxonomy", "Taxonomy.", 50, example: "us-gaap");
    private static readonly QueryParameter<string?> Unit = Parameter.Text(
        "unit", "Unit as the SEC writes it, in any case.", 50, example: "USD");
    private static readonly QueryParameter<int?> FiscalYear = Parameter.OptionalInteger(
        "fiscalYear", "Fiscal year of the filing.", 1990, 2100);

    private static readonly QueryParameter<string> FiscalPeriod = Parameter.OneOf(
        "fiscalPeriod", "Fiscal period of the filing.", FiscalPeriods, "", hasDefault: false);

    private static readonly QueryParameter<DateOnly?> From = Parameter.Date("from", "Earliest end of the fact's period.");
    private static readonly QueryParameter<DateOnly?> To = Parameter.Date("to", "Latest end of the fact's period.");
    private static readonly QueryParameter<DateOnly?> FiledFrom = Parameter.Date("filedFrom", "Earliest filing date.");
    private static readonly QueryParameter<DateOnly?> FiledTo = Parameter.Date("filedTo", "Latest filing date.");
    private static readonly QueryParameter<int> QueryLimit = CommonParameters.Limit(defaultValue: 100);

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        Concept, Taxonomy, Unit, FiscalYear, FiscalPeriod, CommonParameters.Forms, From, To, FiledFrom, FiledTo, CommonParameters.AsOf,
        QueryLimit, Cursor.Parameter, CommonParameters.Offset, .. RequestedFormat.Parameters,
    ];

    public TierNeeds Needs => new(FactsPerPage: Limit);

    public string Canonical => AtOffset(Offset);

    public static FactsQuery Read(QueryReader reader)
    {
        var selection = new FactQuery
        {
            Concept = reader.Get(Concept),
            Taxonomy = reader.Get(Taxonomy),
            Unit = reader.Get(Unit),
            FiscalYear = reader.Get(FiscalYear),
            FiscalPeriod = reader.Get(FiscalPeriod) is { Length: > 0 } period ? period : null,
            Forms = CommonParameters.ReadForms(reader),
            From = reader.Get(From),
            To = reader.Get(To),
            FiledFrom = reader.Get(FiledFrom),
            FiledTo = reader.Get(FiledTo),
        };
        reader.CheckOrder(From, selection.From, To, selection.To);
        reader.CheckOrder(FiledFrom, selection.FiledFrom, FiledTo, selection.FiledTo);
        // asOf is another upper bound of the filing date.
        selection = selection with { FiledTo = CommonParameters.Earlier(selection.FiledTo, reader.Get(CommonParameters.AsOf)) };
        return new FactsQuery(selection, reader.Get(QueryLimit), Cursor.ReadOffset(reader));
    }

    /// <summary>Gets the query string for the same query at another offset.</summary>
    public string AtOffset(int offset) => QueryLink.Create(
        (Concept, Selection.Concept), (Taxonomy, Selection.Taxonomy), (Unit, Selection.Unit), (FiscalYear, Selection.FiscalYear),
        (FiscalPeriod, Selection.FiscalPeriod), (CommonParameters.Forms, Selection.Forms), (From, Selection.From),
        (To, Selection.To),
        (FiledFrom, Selection.FiledFrom), (FiledTo, Selection.FiledTo), (QueryLimit, Limit), (Cursor.Parameter, Cursor.Create(offset)));
}
