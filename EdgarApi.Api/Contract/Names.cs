using EdgarApi.Api.Requests;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Contract;

/// <summary>The names of domain values in requests and responses.</summary>
internal static class Names
{
    public static readonly NamedValues<Frequency> Frequencies =
        new(("annual", Frequency.Annual), ("quarterly", Frequency.Quarterly), ("ttm", Frequency.Ttm));

    public static readonly NamedValues<StatementKind> Statements =
        new(("income", StatementKind.Income), ("balance", StatementKind.Balance), ("cashflow", StatementKind.CashFlow));

    public static readonly NamedValues<Vintage> Vintages = new(("latest", Vintage.Latest), ("original", Vintage.Original));

    public static readonly NamedValues<StatementView> Views =
        new(("standard", StatementView.Standard), ("reported", StatementView.Reported));
}
