using EdgarApi.Storage.Postgres;

namespace EdgarApi.Accounts;

public sealed partial class AccountStore
{
    private const string OrganizationColumns = "id, name, is_operator, is_active, created_at, updated_at";

    /// <summary>Creates an organization.</summary>
    /// <exception cref="AccountConflictException">The name is taken.</exception>
    public async Task<Organization> CreateOrganizationAsync(
        Actor actor, string name, bool isOperator, CancellationToken cancellationToken) =>
        (await ChangeAsync(actor, async change =>
        {
            var created = await WithConflictAsync(
                change.GetAsync<Organization>(
                    $"insert into organizations (name, is_operator) values (@Name, @IsOperator) returning {OrganizationColumns}",
                    new { Name = name, IsOperator = isOperator }),
                "organizations_name", $"The organization '{name}' already exists.").ConfigureAwait(false);
            await change.AuditAsync("organization.create", $"organization:{created.Id}", created.Id,
                new { created.Name, created.IsOperator }).ConfigureAwait(false);
            return created;
        }, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Changes an organization and so what its keys may access; null if it does not exist.</summary>
    /// <exception cref="AccountConflictException">The name is taken.</exception>
    public Task<Organization?> UpdateOrganizationAsync(
        Actor actor, long id, OrganizationChanges changes, CancellationToken cancellationToken) =>
        ChangeAsync(actor, async change =>
        {
            var changed = await WithConflictAsync(
                change.FindAsync<Organization>(
                    $"""
                    update organizations set name = coalesce(@Name, name), is_active = coalesce(@IsActive, is_active), updated_at = now()
                    where id = @Id and (@Reach is null or id = @Reach) returning {OrganizationColumns}
                    """,
                    new { Id = id, actor.Reach, changes.Name, changes.IsActive }),
                "organizations_name", $"The organization '{changes.Name}' already exists.").ConfigureAwait(false);
            if (changed is null) return null;
            if (changes.IsActive is not null) await change.TouchKeysAsync("organization_id = @Id", new { Id = id }).ConfigureAwait(false);
            await change.AuditAsync("organization.update", $"organization:{id}", id, changes).ConfigureAwait(false);
            return changed;
        }, cancellationToken);

    /// <summary>Returns a page of organizations, ordered by id.</summary>
    /// <param name="reach">The only organization to include; null for all.</param>
    /// <param name="after">Id of the last organization of the previous page; 0 for the first page.</param>
    /// <param name="limit">Maximum number of organizations.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<Organization>> ListOrganizationsAsync(
        long? reach, long after, int limit, CancellationToken cancellationToken) =>
        _primary.QueryAsync<Organization>(
            $"""
            select {OrganizationColumns} from organizations where id > @After and (@Reach is null or id = @Reach)
            order by id limit @Limit
            """,
            new { After = after, Reach = reach, Limit = limit }, cancellationToken);

    /// <summary>Finds an organization by id; null if it does not exist.</summary>
    public Task<Organization?> FindOrganizationAsync(long? reach, long id, CancellationToken cancellationToken) =>
        _primary.QuerySingleOrDefaultAsync<Organization>(
            $"select {OrganizationColumns} from organizations where id = @Id and (@Reach is null or id = @Reach)",
            new { Id = id, Reach = reach }, cancellationToken);

    /// <summary>Finds an organization by name, ignoring case; null if it does not exist.</summary>
    public Task<Organization?> FindOrganizationAsync(string name, CancellationToken cancellationToken) =>
        _primary.QuerySingleOrDefaultAsync<Organization>(
            $"select {OrganizationColumns} from organizations where lower(name) = lower(@Name)", new { Name = name }, cancellationToken);
}
