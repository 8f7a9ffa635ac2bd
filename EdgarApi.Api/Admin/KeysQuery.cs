using System.Reflection;
using EdgarApi.Accounts.Keys;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Admin;

/// <summary>The key that the path identifies by its public part, with or without <c>edg_live_</c>.</summary>
internal sealed class KeyName : IArgument, IEndpointParameterMetadataProvider
{
    private static readonly QueryParameter<string?> Name = Parameter.Text(
        "key", "Public part of the key (`edg_live_` optional).", 100, example: "0aB3dE6gH9jK");

    private KeyName(string? id) => Id = id;

    public string? Id { get; }

    public ApiProblem? Problem => Id is null ? AdminProblems.NotFound() : null;

    public static ValueTask<KeyName?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<KeyName?>(new KeyName(KeyText.GetId(context.Request.RouteValues[Name.Name] as string ?? "")));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new RouteParameters([Name]));
}

internal sealed record KeysQuery(PageQuery Page, long? Organization, long? User, string? Prefix) : IQuery<KeysQuery>
{
    public static readonly QueryParameter<long?> UserParameter = PageQuery.Id("user", "Only keys of this user.");

    public static readonly QueryParameter<string?> PrefixParameter = new(
        "prefix", "Keys that start with this prefix (`edg_live_` optional).",
        new ParameterSchema("string") { MaxLength = 21, Example = "edg_live_0aB" }, null,
        text => KeyText.GetIdPrefix(text)
            ?? Parsed<string?>.Invalid("must be the start of a key without its secret, for example edg_live_0aB"));

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [UsersQuery.OrganizationParameter, UserParameter, PrefixParameter, .. PageQuery.Parameters];

    public string Canonical => $"{Organization}:{User}:{Prefix}:{Page.Canonical}";

    public static KeysQuery Read(QueryReader reader) =>
        new(PageQuery.Read(reader), reader.Get(UsersQuery.OrganizationParameter), reader.Get(UserParameter), reader.Get(PrefixParameter));
}
