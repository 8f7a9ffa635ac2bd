using EdgarApi.Financials.Audit;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Tests.Cases;

namespace EdgarApi.Financials.Tests.Audit;

/// <summary>The audit's comparisons with the amounts of a filing notice wrong values without the engine's rules.</summary>
public class FilingAuditTests
{
    private const decimal Million = 1_000_000m;

    /// <summary>
    /// Fiscal 2025, in millions: income before tax 12,003, interest 1,305 net or 1,812 gross. The lines leave 2,431 and more of the
    /// segments' total, and 17 of revenue less costs and expenses, 13,832.
    /// </summary>
    [Theory]
    [InlineData(17_551, false)]
    [InlineData(13_832, true)]
    public void A_total_of_segments_does_not_lead_to_income_before_tax(int operatingIncome, bool leads)
    {
        var facts = NumberCases.Facts("dis-interest-sign-opinc-discontinued");

        Assert.Equal(leads, PretaxBridge.FindRest(GetYear(facts, "0001744489-25-000155"), operatingIncome * Million) == 0);
    }

    /// <summary>Apple 2025, in millions: income before tax 132,729, tax 20,719, net income 112,010, taxes paid 43,369.</summary>
    [Fact]
    public void A_tax_with_the_wrong_sign_leads_to_no_income()
    {
        var year = GetYear(Companies.Facts(Companies.Apple), "0000320193-25-000079");
        var paid = TaxSign.FindPaid(year)!.Value;

        Assert.Equal((43_369 * Million, true, false), (
            paid, TaxSign.IsRight(year, 20_719 * Million, paid), TaxSign.IsRight(year, -20_719 * Million, paid)));
    }

    /// <summary>A benefit in a year with payments is right if income before tax leads to net income with it.</summary>
    [Fact]
    public void A_benefit_beside_taxes_paid_leads_to_net_income()
    {
        var year = GetYear(Companies.Facts(Companies.Apple), "0000320193-25-000079");

        Assert.True(TaxSign.IsRight(year, 20_719 * Million, paid: -1));
    }

    private static FilingAmounts GetYear(CompanyFacts facts, string accession)
    {
        var model = FinancialModel.GetOrBuild(facts, new StatementOptions());
        var period = model.Calendar.GetPeriods(Frequency.Annual)[0];
        var filing = Array.FindIndex(facts.Filings, one => one.AccessionText == accession);
        return new FilingAmounts(model, filing, period.Start.DayNumber, period.End.DayNumber);
    }
}
