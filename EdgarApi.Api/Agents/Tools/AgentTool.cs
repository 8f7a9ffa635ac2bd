using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace EdgarApi.Api.Agents.Tools;

/// <summary>What an agent reads of a tool before it calls it.</summary>
internal sealed record ToolDescription(string Name, string Title, string Text)
{
    /// <summary>Defaults of arguments that differ from those of the endpoint.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// A tool. It has the parameters of an endpoint and calls its handler; the result is a compact form of the endpoint's response.
/// </summary>
/// <typeparam name="TQuery">The query of the endpoint.</typeparam>
/// <typeparam name="TResponse">The response of the endpoint.</typeparam>
/// <typeparam name="TResult">The result.</typeparam>
internal abstract class AgentTool<TQuery, TResponse, TResult> : McpServerTool
    where TQuery : IQuery<TQuery> where TResponse : class where TResult : class
{
    private static readonly QueryParameter CompanyParameter =
        Parameter.Text("company", "Ticker in any case, or CIK.", maxLength: 40, example: "AAPL").Required();

    private static readonly JsonTypeInfo<TResult> ResultType = (JsonTypeInfo<TResult>)AgentJsonOptions.Written.GetTypeInfo(typeof(TResult));

    private readonly ToolDescription _description;
    private readonly bool _hasCompany;
    private readonly Lazy<Tool> _tool;

    /// <param name="description">The description.</param>
    /// <param name="hasCompany">Whether the path of the endpoint has a company.</param>
    protected AgentTool(ToolDescription description, bool hasCompany) =>
        (_description, _hasCompany, _tool) = (description, hasCompany, new Lazy<Tool>(CreateTool));

    /// <summary>The tool's description and schemas, created for the first request of an agent rather than at the start.</summary>
    public sealed override Tool ProtocolTool => _tool.Value;

    /// <summary>The parameters that are in the path of the endpoint.</summary>
    private IReadOnlyList<QueryParameter> InPath => _hasCompany ? [CompanyParameter, .. TQuery.RouteParameters] : TQuery.RouteParameters;

    public sealed override IReadOnlyList<object> Metadata => [];

    public sealed override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var context = request.Services!.GetRequiredService<AgentRequest>().Context;
        try
        {
            var computed = await Get<IReadRestarts>(context).RunAsync(
                () => InvokeAsync(context, request.Params?.Arguments).AsTask(), cancellationToken);
            return computed.Value is { } result ? CreateResult(result) : CreateError(context, computed.Problem!);
        }
        catch (Exception error) when (UnhandledExceptions.FindUnavailable(error) is { } unavailable)
        {
            return CreateError(context, unavailable);
        }
    }

    /// <summary>Finds the company of the call.</summary>
    protected static RequestedCompany FindCompany(HttpContext context, AgentArguments arguments) =>
        RequestedCompany.Find(context, arguments.Get(CompanyParameter.Name));

    /// <summary>Gets a service.</summary>
    protected static TService Get<TService>(HttpContext context) where TService : notnull =>
        context.RequestServices.GetRequiredService<TService>();

    /// <summary>Asks the handler of the endpoint.</summary>
    protected abstract ToolCall<TResponse> Call(HttpContext context, AgentArguments arguments, Query<TQuery> query);

    /// <summary>Adds what the compact form needs of the response.</summary>
    protected virtual void Prepare(AgentArguments arguments)
    {
    }

    /// <summary>Makes the response compact.</summary>
    /// <param name="response">The response.</param>
    /// <param name="given">The arguments as the agent gave them.</param>
    protected abstract TResult ToResult(TResponse response, AgentArguments given);

    private async ValueTask<Computed<TResult>> InvokeAsync(HttpContext context, IDictionary<string, JsonElement>? given)
    {
        var arguments = new AgentArguments(given);
        foreach (var parameter in InPath)
            if (arguments.Get(parameter.Name).Length == 0) return ApiProblem.InvalidParameter(parameter.Name, "is required");
        foreach (var (name, value) in _description.Defaults) arguments.SetDefault(name, value);
        Prepare(arguments);

        var query = Query<TQuery>.From(
            context, arguments.GetQuery([.. InPath.Select(parameter => parameter.Name)]),
            new RouteValueDictionary(TQuery.RouteParameters.ToDictionary(
                parameter => parameter.Name, parameter => (object?)arguments.Get(parameter.Name))));
        var call = Call(context, arguments, query);
        if (await ArgumentFilter.FindProblemAsync(context, [query, .. call.Arguments]) is { } problem) return AgentProblems.From(problem);
        var computed = await call.GetAnswer().ComputeAsync(context);
        return computed.Value is { } response ? ToResult(response, new AgentArguments(given)) : computed.Problem!;
    }

    private Tool CreateTool() => new()
    {
        Name = _description.Name,
        Title = _description.Title,
        Description = _description.Text,
        InputSchema = AgentSchemas.CreateInput(InPath, Query<TQuery>.ValueParameters, _description.Defaults),
        OutputSchema = AgentSchemas.CreateOutput(ResultType),
        Annotations = new() { ReadOnlyHint = true, IdempotentHint = true, DestructiveHint = false, OpenWorldHint = false },
    };

    private static CallToolResult CreateResult(TResult result)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(result, ResultType);
        return new CallToolResult
        {
            StructuredContent = JsonSerializer.Deserialize<JsonElement>(json),
            // Clients of earlier protocol versions read only the text.
            Content = [new TextContentBlock { Text = Encoding.UTF8.GetString(json) }],
        };
    }

    private static CallToolResult CreateError(HttpContext context, ApiProblem problem)
    {
        if (RequestInfo.From(context) is { } info) info.Problem = problem.Kind;
        return AgentProblems.ToResult(problem);
    }
}

/// <summary>A call of an endpoint's handler.</summary>
/// <param name="GetAnswer">Calls it, once its arguments have proved valid.</param>
/// <param name="Arguments">The arguments to check besides the query.</param>
internal sealed record ToolCall<TResponse>(Func<Answer<TResponse>> GetAnswer, params IReadOnlyList<IArgument> Arguments)
    where TResponse : class;
