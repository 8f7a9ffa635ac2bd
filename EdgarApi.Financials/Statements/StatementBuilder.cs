using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Statements;

/// <summary>Builds statements: a pure function of facts and a request.</summary>
public static class StatementBuilder
{
    /// <summary>The statement; without periods when the company reported nothing of the kind.</summary>
    public static Statement Build(CompanyFacts facts, StatementRequest request) => throw new NotImplementedException();
}
