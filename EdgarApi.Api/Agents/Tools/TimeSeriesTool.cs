using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Requests;
using EdgarApi.Api.TimeSeries;
using EdgarApi.Api.Windows;

namespace EdgarApi.Api.Agents.Tools;

internal sealed class TimeSeriesTool() : AgentTool<SeveralQuery<TimeSeriesQuery>, SeveralTimeSeriesTable, AgentSeriesSet>(
    new(
        AgentTools.TimeSeries, "Metrics over time",
        "Metrics of one or several companies over time, oldest point first, each with the accession number of its filing. " +
        $"{AgentTools.Metrics} lists the ids of metrics."),
    hasCompany: false)
{
    protected override ToolCall<SeveralTimeSeriesTable> Call(
        HttpContext context, AgentArguments arguments, Query<SeveralQuery<TimeSeriesQuery>> query)
    {
        var companies = RequestedCompanies.Find(context, arguments.Get(RequestedCompanies.Parameter.Name));
        return new(() => TimeSeriesApi.CompareTimeSeries(companies, query, Get<SeveralSeriesReader>(context)), companies);
    }

    protected override AgentSeriesSet ToResult(SeveralTimeSeriesTable response, AgentArguments given) =>
        AgentSeriesSet.From(response, given.Has("growth", "true") || given.Has("fields", "growth", "all"));
}
