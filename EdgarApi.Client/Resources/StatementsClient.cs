using EdgarApi.Client.Connections;
using EdgarApi.Client.Parameters;
using EdgarApi.Contracts;
using EdgarApi.Contracts.Responses;

namespace EdgarApi.Client.Resources;

/// <summary>The statements of several companies.</summary>
public sealed class StatementsClient
{
    private readonly ApiConnection _connection;

    internal StatementsClient(ApiConnection connection) => _connection = connection;

    /// <summary>Gets the income statements, newest period first.</summary>
    public PagedResource<SeveralStatementsResponse, SeveralStatementsParameters> Income => Create("income");

    /// <summary>Gets the balance sheets, newest period first.</summary>
    public PagedResource<SeveralStatementsResponse, SeveralStatementsParameters> Balance => Create("balance");

    /// <summary>Gets the cash flow statements, newest period first.</summary>
    public PagedResource<SeveralStatementsResponse, SeveralStatementsParameters> CashFlow => Create("cashflow");

    private PagedResource<SeveralStatementsResponse, SeveralStatementsParameters> Create(string statement) =>
        new(_connection, ApiRoutes.GetStatementsPath(statement));
}
