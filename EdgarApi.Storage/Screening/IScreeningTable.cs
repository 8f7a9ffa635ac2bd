using EdgarApi.Financials.Companies;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Storage.Screening;

/// <summary>
/// The newest values of all companies in memory, for frames and screens. It follows the company directory: new versions appear a moment
/// after their publication.
/// </summary>
public interface IScreeningTable
{
    /// <summary>The state of the data; null until the table is loaded.</summary>
    ScreeningState? State { get; }

    /// <summary>Gets a period, from the database if it is not in memory.</summary>
    /// <param name="period">
    /// <see cref="ScreeningPeriods.Latest"/>, <see cref="ScreeningPeriods.TwelveMonths"/>, or a calendar period such as <c>CY2024Q1</c>.
    /// </param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<ScreeningPeriod> GetAsync(string period, CancellationToken cancellationToken);
}

/// <summary>Identifies the data of the table.</summary>
/// <param name="Revision">The directory's revision up to which the table has all changes.</param>
/// <param name="Identity">
/// Hash of the revisions of all loaded companies, which change with values, names and listings; equal in processes with the same data.
/// </param>
public sealed record ScreeningState(long Revision, string Identity);

/// <summary>A fiscal period and the frequency of its values.</summary>
/// <param name="Fiscal">The company's own period.</param>
/// <param name="Frequency">With the period, it identifies the stored values.</param>
public readonly record struct ScreenedPeriod(FiscalPeriod Fiscal, Frequency Frequency);

/// <summary>A company's values in a period.</summary>
/// <param name="Cik">The filer.</param>
/// <param name="Currency">Reporting currency.</param>
/// <param name="Flow">Period of the flows and ratios; null if it has balances only.</param>
/// <param name="Balance">Period that ends with the balances; null if they have no period of their own.</param>
/// <param name="Packed">The values.</param>
public sealed record ScreenedCompany(Cik Cik, string Currency, ScreenedPeriod? Flow, ScreenedPeriod? Balance, ReadOnlyMemory<byte> Packed)
{
    /// <summary>Gets the period of a metric's value.</summary>
    /// <param name="isInstant">Whether the metric is a balance.</param>
    public ScreenedPeriod GetPeriod(bool isInstant) => (isInstant ? Balance ?? Flow : Flow ?? Balance)!.Value;
}
