using System.Text;
using EdgarApi.AppHost.Settings;
using EdgarApi.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.AppHost.Commands;

/// <summary>
/// What operators do from the dashboard or with <c>aspire resource</c>. Each command on data is a request to the API's own administration.
/// </summary>
internal static class OperatorCommands
{
    /// <summary>Commands of the Warmer: ingest and warm now.</summary>
    public static IResourceBuilder<ProjectResource> WithWarmerCommands(
        this IResourceBuilder<ProjectResource> warmer, DevelopmentKeyParameter key, IResourceBuilder<ProjectResource> api) => warmer
        .WithAdminCommand(api, key, "warm-now", "Warm now", ApiRoutes.Admin + ApiRoutes.Warm,
            "Requests the popular answers of the popular companies, so that they are cached.", "Fire")
        .WithAdminCommand(api, key, "ingest-now", "Ingest now", ApiRoutes.Admin + ApiRoutes.Ingest,
            "Reads the configured source now and publishes what changed.", "ArrowDownload");

    /// <summary>Commands of the API: invalidate a company, rotate the development key.</summary>
    public static IResourceBuilder<ProjectResource> WithApiCommands(
        this IResourceBuilder<ProjectResource> api, DevelopmentKeyParameter key,
        params IReadOnlyList<IResourceBuilder<ProjectResource>> otherUsers)
    {
        var endpoint = api.GetEndpoint("http");
        api.WithCommand("invalidate-company", "Invalidate a company", context => InvalidateAsync(context, endpoint, key), new CommandOptions
        {
            Description = "Gives the company's data a new version, so that no process uses what it has cached. The data stays.",
            Arguments = [new InteractionInput { Name = "company", Label = "Company", InputType = InputType.Text,
                Placeholder = "AAPL, or a CIK", Required = true, MaxLength = 40 }],
            IconName = "ArrowSync",
            UpdateState = WhileRunning,
        });
        IReadOnlyList<IResourceBuilder<ProjectResource>> users = [api, .. otherUsers];
        const string Rotate = "rotate-development-key";
        return api.WithCommand(Rotate, "Rotate the development key", context => RotateAsync(context, key, users), new CommandOptions
        {
            Description = "Makes a new development key and restarts the processes that use it.",
            ConfirmationMessage = "The current key stops working, and the API and the Warmer restart. Rotate it?",
            IconName = "KeyReset",
            UpdateState = context => key.IsConfigured ? ResourceCommandState.Hidden : WhileRunning(context),
        });
    }

    internal static ResourceCommandState WhileRunning(UpdateCommandStateContext context) =>
        context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;

    private static IResourceBuilder<ProjectResource> WithAdminCommand(
        this IResourceBuilder<ProjectResource> resource, IResourceBuilder<ProjectResource> api, DevelopmentKeyParameter key,
        string name, string displayName, string path, string description, string icon) =>
        resource.WithHttpCommand(path, displayName, () => api.GetEndpoint("http"), name, new HttpCommandOptions
        {
            Description = description,
            IconName = icon,
            IsHighlighted = true,
            PrepareRequest = async context =>
            {
                context.Request.Headers.Add(ApiHeaders.ApiKey, await key.GetValueAsync(context.CancellationToken).ConfigureAwait(false));
                context.Request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            },
            GetCommandResult = context => ReadResultAsync(context.Response, context.CancellationToken),
        });

    private static async Task<ExecuteCommandResult> InvalidateAsync(
        ExecuteCommandContext context, EndpointReference api, DevelopmentKeyParameter key)
    {
        var company = context.Arguments["company"].Value?.Trim();
        if (string.IsNullOrEmpty(company)) return CommandResults.Failure("Name a company by its ticker or CIK.");
        using var client = context.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post,
            new Uri($"{api.Url}{ApiRoutes.Admin}/companies/{Uri.EscapeDataString(company)}/invalidate"));
        request.Headers.Add(ApiHeaders.ApiKey, await key.GetValueAsync(context.CancellationToken).ConfigureAwait(false));
        using var response = await client.SendAsync(request, context.CancellationToken).ConfigureAwait(false);
        return await ReadResultAsync(response, context.CancellationToken).ConfigureAwait(false);
    }

    private static async Task<ExecuteCommandResult> RotateAsync(
        ExecuteCommandContext context, DevelopmentKeyParameter key, IReadOnlyList<IResourceBuilder<ProjectResource>> users)
    {
        key.Rotate();
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        foreach (var user in users)
        {
            var result = await commands.ExecuteCommandAsync(user.Resource, KnownResourceCommands.RestartCommand, context.CancellationToken)
                .ConfigureAwait(false);
            if (!result.Success)
                return CommandResults.Failure($"The key is new, but {user.Resource.Name} did not restart: {result.Message}");
        }
        return CommandResults.Success("The key is new. The API and the Warmer restart with it.");
    }

    private static async Task<ExecuteCommandResult> ReadResultAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? CommandResults.Success($"{(int)response.StatusCode} {response.ReasonPhrase}", body, CommandResultFormat.Json)
            : CommandResults.Failure($"{(int)response.StatusCode} {response.ReasonPhrase}", body, CommandResultFormat.Json);
    }
}
